/**
 * The door to the truth: documents by path, changed by all-or-nothing changes, watched in order.
 *
 * <p>Invariant: what {@link Store#submit} answers as done is on disk on a majority and never lost; what it answers as
 * refused never happens. What stands behind the door (Raft) is seen by this module alone.
 */
@NullMarked
package io.coppice.store;

import org.jspecify.annotations.NullMarked;
