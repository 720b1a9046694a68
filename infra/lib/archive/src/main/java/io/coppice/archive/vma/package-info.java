/**
 * VMA archives: a header with configurations and devices, then extents of up to 59 clusters of 64 KiB, each with a mask of its
 * blocks of 4 KiB that are not zero. All numbers are big-endian, but for the lengths of blobs.
 *
 * <p>Invariant: an archive that was read to its end without {@link io.coppice.archive.vma.VmaDamaged} had every cluster of every
 * device, once, and no more than the limits allow was ever held.
 */
@NullMarked
package io.coppice.archive.vma;

import org.jspecify.annotations.NullMarked;
