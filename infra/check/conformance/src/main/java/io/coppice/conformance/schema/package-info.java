/**
 * Schemas as the suites and the contract write them, read as {@link io.coppice.contract.schema.Schema}, and sample values.
 *
 * <p>Invariant: nothing here knows a suite.
 */
@NullMarked
package io.coppice.conformance.schema;

import org.jspecify.annotations.NullMarked;
