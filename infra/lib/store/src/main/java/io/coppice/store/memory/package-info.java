/**
 * A store without disk, network or peers, for tests and simulation. It decides by the same {@code apply} over the same
 * bytes as the real one, resets watchers at random, and can be made to fail as a store fails. Beside it, lines between
 * members that can be cut ({@link io.coppice.store.memory.Network}).
 */
@NullMarked
package io.coppice.store.memory;

import org.jspecify.annotations.NullMarked;
