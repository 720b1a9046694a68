/**
 * The noun: a virtual machine as its configuration says, its disks and network cards taken apart, and where its files lie.
 *
 * <p>Invariant: nothing here touches the host; what is read from a configuration is checked once, here.
 */
@NullMarked
package io.coppice.compute.guest;

import org.jspecify.annotations.NullMarked;
