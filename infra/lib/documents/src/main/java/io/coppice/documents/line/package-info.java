/**
 * Free text kept on the lines of configuration files, as comments.
 *
 * <p>Invariant: what is written comes back but for blanks at its end; control characters, colons and what is not ASCII
 * are percent-encoded, so that no text can look like an option.
 */
@NullMarked
package io.coppice.documents.line;

import org.jspecify.annotations.NullMarked;
