/**
 * Files of sections ({@code storage.cfg}: a header {@code type: id}, properties on indented lines) and files of keys
 * ({@code datacenter.cfg}: {@code key: value}).
 *
 * <p>Invariant: what is read and written again is the same text, comments and unknown lines apart. What a property may be
 * is the schema's to say, not the file's.
 */
@NullMarked
package io.coppice.documents.section;

import org.jspecify.annotations.NullMarked;
