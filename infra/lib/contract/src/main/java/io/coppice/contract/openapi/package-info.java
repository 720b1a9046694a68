/**
 * The API as an OpenAPI 3.1 document, generated from the endpoint values.
 *
 * <p>Invariant: a pure function of the endpoints; nothing about the API is written here. What OpenAPI has no word for
 * (permissions, property strings, families of parameters) stands in fields that begin with {@code x-coppice-}.
 */
@NullMarked
package io.coppice.contract.openapi;

import org.jspecify.annotations.NullMarked;
