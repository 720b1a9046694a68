/**
 * The truth as a pure function: {@code apply(state, entry) -> (state, outcome)}, and its bytes.
 *
 * <p>Invariant: the same entries give equal bytes on every node; nothing here reads a clock, a file or chance. A change
 * is done as a whole or not at all, and a failure that is not a refusal is thrown, never swallowed: it halts the
 * replica. Not here: who leads, what is on disk, who watches.
 */
@NullMarked
package io.coppice.store.state;

import org.jspecify.annotations.NullMarked;
