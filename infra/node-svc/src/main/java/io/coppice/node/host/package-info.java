/**
 * How the host fares, read from /proc and /sys.
 *
 * <p>Invariant: reads only, from one configurable root; a figure that the kernel does not tell is left out or zero.
 */
@NullMarked
package io.coppice.node.host;

import org.jspecify.annotations.NullMarked;
