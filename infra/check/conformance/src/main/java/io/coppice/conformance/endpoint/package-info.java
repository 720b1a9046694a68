/**
 * Compares what is declared with the contract, endpoint by endpoint.
 *
 * <p>Invariant: both sides are brought to the same words first, and then compared as texts; nothing is excused here.
 */
@NullMarked
package io.coppice.conformance.endpoint;

import org.jspecify.annotations.NullMarked;
