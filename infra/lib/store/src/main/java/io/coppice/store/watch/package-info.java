/**
 * How watchers learn of changes: each on a virtual thread of its own, from the newest state and its history.
 *
 * <p>Invariant: a watcher sees every change in order, or a reset; it never sees a gap. There are no queues: who is slow
 * reads on from the history, and is reset where that does not reach back far enough.
 */
@NullMarked
package io.coppice.store.watch;

import org.jspecify.annotations.NullMarked;
