/**
 * When something happens again and again: calendar events (systemd.time(7), of which this is a part).
 *
 * <p>Invariant: what can be read has a meaning; pure, the clock and the zone are passed in.
 */
@NullMarked
package io.coppice.contract.calendar;

import org.jspecify.annotations.NullMarked;
