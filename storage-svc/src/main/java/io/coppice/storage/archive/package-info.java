/**
 * Archives of guests on their way into storages: written under a name of no volume, {@code .<name>.<mark>.part}, and named
 * when they are whole.
 *
 * <p>Invariant: whatever happens, what bears an archive's name is a whole archive, and on disk.
 */
@NullMarked
package io.coppice.storage.archive;

import org.jspecify.annotations.NullMarked;
