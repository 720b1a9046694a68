/**
 * What a value may be: types, limits, formats and property strings, and the check of a request against them.
 *
 * <p>Invariant: checking changes nothing and knows no endpoint. Messages are the texts that clients of the API match.
 */
@NullMarked
package io.coppice.contract.schema;

import org.jspecify.annotations.NullMarked;
