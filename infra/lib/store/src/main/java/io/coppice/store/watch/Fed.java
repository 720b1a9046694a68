package io.coppice.store.watch;

import io.coppice.store.Store;

/** A store that can feed another one: documents, reservations and leases. */
public interface Fed {
    Store.Watch feed(Feed.Reader reader);
}
