/** Checks of files, names and sizes against what {@code io.coppice.documents} reads and writes. */
@NullMarked
package io.coppice.conformance.documents;

import org.jspecify.annotations.NullMarked;
