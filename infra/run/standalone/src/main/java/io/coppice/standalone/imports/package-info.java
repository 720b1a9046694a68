/**
 * What an original's {@code /etc/pve} holds, brought into the truth: read, put into the truth's words, compared with what is
 * here, written as one change.
 *
 * <p>Invariant: nothing of the original is passed over silently. What is not understood is told by file and line; what
 * differs from what is here is a conflict, and with a conflict nothing is written. No disk and no host is touched.
 */
@NullMarked
package io.coppice.standalone.imports;

import org.jspecify.annotations.NullMarked;
