/**
 * What storages hold, for those who may see it: listings, volumes, their notes and protection, removal.
 *
 * <p>Invariant: who may is decided by what a volume is and whose it is, before its file is looked at.
 */
@NullMarked
package io.coppice.storage.content;

import org.jspecify.annotations.NullMarked;
