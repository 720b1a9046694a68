/**
 * Where disks and files live: the one writer of storage.cfg, and of what lies in storages.
 */
@NullMarked
package io.coppice.storage;

import org.jspecify.annotations.NullMarked;
