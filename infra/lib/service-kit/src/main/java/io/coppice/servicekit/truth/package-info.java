/**
 * How services write to the truth: from a step of a task, which can wait, and for a caller, who cannot.
 *
 * <p>Invariant: nobody is told that a change failed while it may have happened.
 */
@NullMarked
package io.coppice.servicekit.truth;

import org.jspecify.annotations.NullMarked;
