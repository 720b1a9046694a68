/**
 * Storages as values: their kinds, the options of each, and what crosses from storage to compute.
 *
 * <p>Invariant: an option belongs to the kinds that name it; a parameter of another kind is refused, never ignored.
 */
@NullMarked
package io.coppice.contract.storage;

import org.jspecify.annotations.NullMarked;
