package io.coppice.store;

import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** An immutable state of all documents that this process may see. */
public interface Image {
    Revision revision();

    Optional<Document> find(String path);

    /** Documents whose path begins so, sorted by path: {@code nodes/}, {@code storage.cfg:}. */
    List<Document> below(String prefix);

    /** The configuration of a VM or container, wherever it lies; there is one at most. */
    Optional<Document> guest(int vmid);

    /** Reservations of VM IDs and leases that stand. */
    Optional<Reservation> reservation(int vmid);

    Optional<Lease> lease(String name);

    /** How many guests have a configuration. */
    int guests();

    /** Their VM IDs, in no order that means anything. */
    void eachGuest(IntConsumer visitor);

    /** All reservations, sorted by number. */
    List<Reservation> reservations();

    /**
     * A VM ID that is held for an owner (a task, a caller) before it has a configuration; or that rests, after it was told
     * to somebody or lost its guest.
     *
     * @param owner empty for one that rests: it keeps nobody from taking the number, it is only not offered
     * @param stampMillis the leader's clock when it was made
     * @param termMillis after which the leader takes it away; 0 when its owner releases it
     * @param revision the number of the change that made it, or made it anew
     */
    record Reservation(int vmid, String owner, long stampMillis, long termMillis, long revision) {
        private static final String CALLER = "caller:";

        /** The owner's name where a caller reserved the number for itself. */
        public static String ofCaller(String name) {
            return CALLER + name;
        }

        /** Whether it is held for a caller, and not for a task. */
        public boolean ofSomeCaller() {
            return owner.startsWith(CALLER);
        }

        public boolean rests() {
            return owner.isEmpty();
        }
    }

    /** An exclusive right that its holder renews; the epoch rises each time it changes hands. */
    record Lease(String name, String holder, long epoch, long termMillis, long renewal) {}
}
