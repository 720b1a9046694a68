/**
 * A guest on this host: its process, taps and volumes switched together.
 *
 * <p>Invariant: what a task started bears its mark until the task is over, so that it alone takes it back; every operation
 * may run again.
 */
@NullMarked
package io.coppice.compute.machine;

import org.jspecify.annotations.NullMarked;
