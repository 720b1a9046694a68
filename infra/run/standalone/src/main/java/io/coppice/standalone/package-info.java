/**
 * What is started: the gateway, and the node with all services or one of them.
 *
 * <p>Invariant: graphs of objects are built by hand, top to bottom, and hold no behaviour of their own.
 */
@NullMarked
package io.coppice.standalone;

import org.jspecify.annotations.NullMarked;
