/**
 * Endpoints as values: everything that serves, checks, documents or calls one reads the same value.
 *
 * <p>Invariant: a declaration that contradicts itself (a path parameter that the input lacks, a guard on a parameter
 * that is not there) fails when its class is loaded. Nothing here handles a request.
 */
@NullMarked
package io.coppice.contract.endpoint;

import org.jspecify.annotations.NullMarked;
