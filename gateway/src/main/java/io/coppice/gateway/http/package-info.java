/**
 * The wire: what a request brings as parameters, and how answers and failures look to clients.
 *
 * <p>Invariant: nothing of a request is believed but its shape; sizes are bounded before anything is kept. It knows no
 * endpoint's meaning.
 */
@NullMarked
package io.coppice.gateway.http;

import org.jspecify.annotations.NullMarked;
