/**
 * Control groups of guests (cgroups(7)), of both versions.
 *
 * <p>Invariant: only groups below {@code coppice/} are made or removed, one per guest and controller.
 */
@NullMarked
package io.coppice.compute.cgroup;

import org.jspecify.annotations.NullMarked;
