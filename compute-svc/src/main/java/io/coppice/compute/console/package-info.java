/**
 * Consoles of running guests: a screen by VNC, a terminal on a serial port. Who asks gets a ticket for one connection; the
 * connection is a tunnel from the gateway to QEMU's unix socket, and the console is a task while it is open.
 *
 * <p>Invariant: a ticket opens one console, of one guest, for one user, once, and 40 s after it was given at the latest.
 */
@NullMarked
package io.coppice.compute.console;

import org.jspecify.annotations.NullMarked;
