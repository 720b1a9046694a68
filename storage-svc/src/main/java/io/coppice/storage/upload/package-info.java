/**
 * Files that come from outside.
 *
 * <p>Invariant: a file has its final name only when it is whole and its checksum is right.
 */
@NullMarked
package io.coppice.storage.upload;

import org.jspecify.annotations.NullMarked;
