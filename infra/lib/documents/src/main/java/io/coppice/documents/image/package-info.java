/**
 * Where images lie on storages of each kind, as QEMU's programs are told, and the command line that copies one.
 *
 * <p>Invariant: pure; nothing is looked at or run, and a text that a client chose is never taken for an option.
 */
@NullMarked
package io.coppice.documents.image;

import org.jspecify.annotations.NullMarked;
