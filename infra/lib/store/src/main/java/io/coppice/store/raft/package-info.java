/**
 * The store on disk: a replicated log (Apache Ratis) in this process, and snapshots of the state.
 *
 * <p>Invariant: what {@link io.coppice.store.Store#submit} answered as done survives a kill at any moment. Nothing of
 * Ratis shows outside of this package, and it opens no port: members reach each other over {@link
 * io.coppice.store.StoreLines}.
 */
@NullMarked
package io.coppice.store.raft;

import org.jspecify.annotations.NullMarked;
