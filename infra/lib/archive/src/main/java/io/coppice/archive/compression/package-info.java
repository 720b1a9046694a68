/**
 * What is around an archive: nothing, gzip, lzo or zstd.
 *
 * <p>Invariant: what cannot be done is refused with its name before a byte is read or written.
 */
@NullMarked
package io.coppice.archive.compression;

import org.jspecify.annotations.NullMarked;
