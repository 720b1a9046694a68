/**
 * Making and removing guests.
 *
 * <p>Invariant: a guest is there with all its disks, or not at all; what a task made bears its mark until the guest is there.
 */
@NullMarked
package io.coppice.compute.create;

import org.jspecify.annotations.NullMarked;
