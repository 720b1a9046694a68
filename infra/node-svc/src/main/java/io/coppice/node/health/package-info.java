/**
 * How the node's services themselves fare: whether they answer, whether they have started, what they count.
 *
 * <p>Invariant: a service that does not answer is told as such and keeps nothing else from being told.
 */
@NullMarked
package io.coppice.node.health;

import org.jspecify.annotations.NullMarked;
