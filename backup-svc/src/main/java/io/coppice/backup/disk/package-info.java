/**
 * A disk's content on its way into an archive.
 *
 * <p>Invariant: what is known to be zero is not read, and no more than a mebibyte of a disk is held.
 */
@NullMarked
package io.coppice.backup.disk;

import org.jspecify.annotations.NullMarked;
