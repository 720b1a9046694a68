/**
 * Waiting until this process has seen what another one has done: what was acknowledged is seen, whoever looks.
 *
 * <p>Invariant: nobody looks again and again; who waits is woken by the watch. Not here: what anybody does when it was not
 * seen in time.
 */
@NullMarked
package io.coppice.store.seen;

import org.jspecify.annotations.NullMarked;
