/**
 * All of a node's events and state for its gateway, which chooses who may see which: in one process, or over a unix socket
 * of lines of text, fields between tabs.
 *
 * <p>Invariant: nothing is held for a reader; one that does not read holds up its own connection alone.
 */
@NullMarked
package io.coppice.servicekit.feed;

import org.jspecify.annotations.NullMarked;
