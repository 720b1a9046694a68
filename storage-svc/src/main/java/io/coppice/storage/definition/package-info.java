/**
 * Storages as storage.cfg defines them.
 *
 * <p>Invariant: a section is written only with options that belong to its kind. Nothing here looks into a storage.
 */
@NullMarked
package io.coppice.storage.definition;

import org.jspecify.annotations.NullMarked;
