/**
 * A client of the NBD protocol (its doc/proto.md) over unix sockets: how disks are read and written without knowing their
 * format.
 *
 * <p>Invariant: one request at a time; after a failure of the conversation the connection is closed, since nobody knows where
 * it stands.
 */
@NullMarked
package io.coppice.archive.nbd;

import org.jspecify.annotations.NullMarked;
