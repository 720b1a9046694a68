/**
 * Storages that are directories: files made, found, measured and removed.
 *
 * <p>Invariant: no file is touched but one that a volume's name leads to, whose folder really lies in the storage, and that is
 * no link. A volume that a task makes bears that task's mark until the task is over.
 */
@NullMarked
package io.coppice.storage.directory;

import org.jspecify.annotations.NullMarked;
