/**
 * Starting, stopping and pausing guests, as tasks.
 *
 * <p>Invariant: each task does nothing when the guest is already as it shall be after it, so it may run again.
 */
@NullMarked
package io.coppice.compute.power;

import org.jspecify.annotations.NullMarked;
