package io.coppice.store;

import java.util.List;
import java.util.Optional;

/** An immutable state of all documents that this process may see. */
public interface Image {
    Revision revision();

    Optional<Document> find(String path);

    /** Documents whose path begins so, sorted by path: {@code nodes/}, {@code storage.cfg:}. */
    List<Document> below(String prefix);

    /** Reservations of VM IDs and leases that stand. */
    Optional<Reservation> reservation(int vmid);

    Optional<Lease> lease(String name);

    /** A VM ID that is held for an owner (a task, a caller) before it has a configuration. */
    record Reservation(int vmid, String owner, long stampMillis) {}

    /** An exclusive right that its holder renews; the epoch rises each time it changes hands. */
    record Lease(String name, String holder, long epoch, long termMillis, long renewal) {}
}
