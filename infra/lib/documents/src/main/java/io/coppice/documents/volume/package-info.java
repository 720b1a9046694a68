/**
 * Names of volumes on storages that are directories: what a name means, where it lies, and the way back.
 *
 * <p>Invariant: pure; no file is ever looked at, and no path leaves the root that it was given, since names that could
 * are not names. Listing a directory is the storage service's.
 */
@NullMarked
package io.coppice.documents.volume;

import org.jspecify.annotations.NullMarked;
