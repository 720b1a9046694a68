/**
 * The owner of a guest: one thread that alone acts on it, and one queue through which tasks' requests and QEMU's events
 * reach it.
 *
 * <p>Invariant: how the state changes is {@link io.coppice.compute.owner.GuestState#next}, a pure function; what is done
 * about it is {@code Reaction.to}, another. The state is for reactions: whether a guest runs is told by the kernel.
 */
@NullMarked
package io.coppice.compute.owner;

import org.jspecify.annotations.NullMarked;
