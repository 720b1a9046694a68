/**
 * Which members vote, as a pure function of how they stand. Not here: how the group is told.
 *
 * <p>Invariant: no step leaves fewer live voters than the majority of the voters that it makes.
 */
@NullMarked
package io.coppice.store.member;

import org.jspecify.annotations.NullMarked;
