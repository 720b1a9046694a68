/**
 * How guests fare: from QMP and /proc, published as live figures.
 *
 * <p>Invariant: whether a guest runs is looked at when a client asks, never remembered; figures are two seconds old at most.
 */
@NullMarked
package io.coppice.compute.status;

import org.jspecify.annotations.NullMarked;
