/**
 * Guests' disks, to be read for a backup as they were at one moment, while the guests go on.
 *
 * <p>Invariant: what is put into a running guest's graph of block nodes for a backup bears names that begin with
 * {@code backup-}, so that it is found and taken out again whoever put it there; a write of the guest's never fails because of
 * it.
 */
@NullMarked
package io.coppice.compute.backup;

import org.jspecify.annotations.NullMarked;
