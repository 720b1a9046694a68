/**
 * The store's documents as files, for administrators and tools that read {@code /etc/pve}.
 *
 * <p>Invariant: nothing is ever read back from here; what somebody changes is overwritten. A file is replaced as a whole.
 * Not here: what a file means.
 */
@NullMarked
package io.coppice.store.view;

import org.jspecify.annotations.NullMarked;
