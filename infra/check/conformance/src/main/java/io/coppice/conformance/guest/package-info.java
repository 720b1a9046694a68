/**
 * The surroundings of suites about guests: their storages and hosts as the suite describes them.
 *
 * <p>Invariant: it makes what storage and host would tell, and decides nothing about guests.
 */
@NullMarked
package io.coppice.conformance.guest;

import org.jspecify.annotations.NullMarked;
