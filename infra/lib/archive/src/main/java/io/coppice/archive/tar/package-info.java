/**
 * The head of a tar archive: what stands at its beginning, without reading the rest.
 *
 * <p>Invariant: an archive is not believed; no more than a few members and a mebibyte are looked at. Archives are made and
 * unpacked by tar(1), not here.
 */
@NullMarked
package io.coppice.archive.tar;

import org.jspecify.annotations.NullMarked;
