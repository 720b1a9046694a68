/**
 * {@code prunebackups}: which backups of a storage are kept, shown and carried out.
 *
 * <p>Invariant: what is removed is decided once, when the task is accepted; what was protected since then stays.
 */
@NullMarked
package io.coppice.storage.prune;

import org.jspecify.annotations.NullMarked;
