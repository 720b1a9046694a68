/**
 * Guests that move to another node while they are off: their disks copied under marks, then one change of the truth, then the
 * old disks removed.
 *
 * <p>Invariant: until that change nothing of the guest's is touched here, and from it on nothing but what bears this move's
 * mark. Whether it has happened is told by the truth alone.
 */
@NullMarked
package io.coppice.compute.migration;

import org.jspecify.annotations.NullMarked;
