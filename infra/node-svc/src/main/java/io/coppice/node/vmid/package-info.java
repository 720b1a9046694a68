/**
 * VM IDs: which is free, which were told to somebody, which are held for whom.
 *
 * <p>Invariant: no number is told to two callers within a minute, nor held for two; the truth decides it, so that it holds
 * for all nodes. A number that is only told is nobody's: whoever makes its guest first has it.
 */
@NullMarked
package io.coppice.node.vmid;

import org.jspecify.annotations.NullMarked;
