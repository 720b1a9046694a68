/**
 * Files that the node fetches from elsewhere.
 *
 * <p>Invariant: a file has its final name only when it is whole and its checksum is right; what a server sends never fills
 * the storage to the brim. Whether somebody may make the node reach out is the endpoint's guard.
 */
@NullMarked
package io.coppice.storage.download;

import org.jspecify.annotations.NullMarked;
