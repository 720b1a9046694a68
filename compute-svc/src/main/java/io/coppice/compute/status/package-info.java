/**
 * How guests fare: from QMP and /proc, published as live figures.
 *
 * <p>Invariant: what a client asks for by status/current is read at that moment, never remembered.
 */
@NullMarked
package io.coppice.compute.status;

import org.jspecify.annotations.NullMarked;
