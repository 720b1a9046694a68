/**
 * QEMU itself: the command line as a pure function of the configuration, the process, and finding it again.
 *
 * <p>Invariant: QEMU runs on its own; whether it runs is told by its pid file and the kernel, never by what was remembered.
 */
@NullMarked
package io.coppice.compute.qemu;

import org.jspecify.annotations.NullMarked;
