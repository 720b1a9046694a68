/**
 * The stream that feeds members who do not vote: they ask the leader what happened since, and it answers when something
 * did.
 *
 * <p>Invariant: a follower shows a whole image of the leader's, never one with a gap. What it was fed last lies on its
 * disk, so that it answers reads after a restart without the others. Not here: who leads, who votes.
 */
@NullMarked
package io.coppice.store.follow;

import org.jspecify.annotations.NullMarked;
