/**
 * QEMU's machine protocol (QMP) over a unix socket.
 *
 * <p>Invariant: one conversation at a time with a guest, each with a time limit; it speaks commands and knows no guest.
 */
@NullMarked
package io.coppice.compute.qmp;

import org.jspecify.annotations.NullMarked;
