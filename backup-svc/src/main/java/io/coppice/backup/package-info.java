/**
 * Backups of guests: from what is asked for to archives in storages.
 */
@NullMarked
package io.coppice.backup;

import org.jspecify.annotations.NullMarked;
