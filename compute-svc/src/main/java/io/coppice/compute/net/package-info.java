/**
 * Taps and bridges of guests, by ip(8).
 *
 * <p>Invariant: only interfaces named after a guest are made or removed.
 */
@NullMarked
package io.coppice.compute.net;

import org.jspecify.annotations.NullMarked;
