/**
 * The store over a unix socket: a server beside the process that holds it, a mirror in every other.
 *
 * <p>Invariant: a mirror shows only paths that its server was told are visible to it, and only whole changes, in order.
 * What a mirror's {@code submit} answers as done is in its image. The socket is for processes of this node alone.
 */
@NullMarked
package io.coppice.store.socket;

import org.jspecify.annotations.NullMarked;
