/**
 * Bytes that one service hands to another over a unix socket, with words about them in between.
 *
 * <p>Invariant: who reads knows whether he got all; a connection that breaks is a failure, never an end.
 */
@NullMarked
package io.coppice.archive.relay;

import org.jspecify.annotations.NullMarked;
