/**
 * Guests made from archives.
 *
 * <p>Invariant: an archive is not believed; a guest made from one refers to no volume that was not made with it, and is there
 * with all its disks or not at all.
 */
@NullMarked
package io.coppice.compute.restore;

import org.jspecify.annotations.NullMarked;
