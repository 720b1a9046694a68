/**
 * Which backups are kept: retention over their names and times.
 *
 * <p>Invariant: pure; nothing is listed or removed here.
 */
@NullMarked
package io.coppice.documents.backup;

import org.jspecify.annotations.NullMarked;
