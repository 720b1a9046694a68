/**
 * Pools: guests and storages that are granted together.
 *
 * <p>Invariant: a guest is in one pool at most.
 */
@NullMarked
package io.coppice.auth.pool;

import org.jspecify.annotations.NullMarked;
