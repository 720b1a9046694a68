/**
 * Endpoints of storages, their content and uploads, and the internal ones by which guests get their volumes.
 *
 * <p>Invariant: a volume's name from outside is a text until the storage that holds it has taken it apart.
 */
@NullMarked
package io.coppice.contract.api.storage;

import org.jspecify.annotations.NullMarked;
