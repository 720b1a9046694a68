/**
 * What disk images say of themselves: their headers read by small pure parsers, and what the file system tells of a file.
 *
 * <p>Invariant: an image is read as the format that its name says and never probed for another, and no file but itself is
 * opened: what a header names (a backing file, an extent) stays a text.
 */
@NullMarked
package io.coppice.storage.image;

import org.jspecify.annotations.NullMarked;
