/**
 * Containers on this host: the configuration that liblxc reads as a pure function, the process, its root file system, its
 * limits.
 *
 * <p>Invariant: nothing that comes out of a container or its template is followed out of its root; whether a container runs
 * is told by the kernel each time.
 */
@NullMarked
package io.coppice.compute.lxc;

import org.jspecify.annotations.NullMarked;
