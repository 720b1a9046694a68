/**
 * Secrets as sealed text: what goes into a change, and so into log, snapshots and backups, is ciphertext.
 *
 * <p>Invariant: the keys lie in one file outside the store, readable by its owner alone, and are never logged. Not here:
 * passwords and API tokens, which are kept as hashes.
 */
@NullMarked
package io.coppice.store.seal;

import org.jspecify.annotations.NullMarked;
