/** Checks of schemas and property strings, and JSON schemas read as {@link io.coppice.contract.schema.Schema}. */
@NullMarked
package io.coppice.conformance.schema;

import org.jspecify.annotations.NullMarked;
