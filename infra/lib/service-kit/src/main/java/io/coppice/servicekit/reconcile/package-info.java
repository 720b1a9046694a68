/**
 * Loops that bring what is nearer to what should be; they take no input.
 *
 * <p>Invariant: a pass that is nudged does exactly what the next one would have done. There is no retry within a pass: the
 * next one is the retry.
 */
@NullMarked
package io.coppice.servicekit.reconcile;

import org.jspecify.annotations.NullMarked;
