/**
 * The only doors through which a service touches the host.
 *
 * <p>Invariant: a program is started with an array of arguments and a small, fixed environment, never through a shell, and
 * nothing that it started outlives a call that ran out of time.
 */
@NullMarked
package io.coppice.servicekit.host;

import org.jspecify.annotations.NullMarked;
