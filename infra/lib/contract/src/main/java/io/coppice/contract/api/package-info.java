/**
 * The list of all endpoints. Each area declares its own beside the words of that area.
 *
 * <p>Invariant: what is not in this list is not served; what is in it and has no handler answers 501.
 */
@NullMarked
package io.coppice.contract.api;

import org.jspecify.annotations.NullMarked;
