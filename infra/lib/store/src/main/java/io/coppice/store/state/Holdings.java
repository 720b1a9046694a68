package io.coppice.store.state;

import io.coppice.store.Change.Write;
import io.coppice.store.Image.Lease;
import io.coppice.store.Image.Reservation;
import io.coppice.store.Outcome.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reservations and leases while a change is being made. */
final class Holdings {
    private final List<Happening.Held> held = new ArrayList<>();
    private final long revision;
    private final long stamp;
    private SortedTree<Integer, Reservation> reservations;
    private SortedTree<String, Lease> leases;
    private long lastEpoch;

    Holdings(
            SortedTree<Integer, Reservation> reservations,
            SortedTree<String, Lease> leases,
            long lastEpoch,
            long revision,
            long stamp) {
        this.reservations = reservations;
        this.leases = leases;
        this.lastEpoch = lastEpoch;
        this.revision = revision;
        this.stamp = stamp;
    }

    /** Without a term, one that the owner holds stays as it is; with one, the term begins anew. */
    void reserve(int vmid, String owner, long termMillis) {
        Optional<Reservation> now = reservations.find(vmid).filter(r -> !r.rests());
        if (now.isPresent() && !now.get().owner().equals(owner)) {
            throw Preconditions.reserved(now.get());
        }
        if (now.isEmpty() || termMillis > 0) {
            if (now.isEmpty() && reservations.size() >= Sizes.RESERVATIONS) {
                throw new Refusal(
                        Reason.TOO_LARGE, "", "there are " + reservations.size() + " reserved VM IDs already");
            }
            put(vmid, owner, termMillis);
        }
    }

    void release(Write.Release r) {
        if (reservations.find(r.vmid()).filter(n -> n.owner().equals(r.owner())).isPresent()) {
            remove(r.vmid());
        }
    }

    /** Half of the room at most: what is only told must not keep anybody from reserving. */
    void handOut(Write.HandOut h) {
        Optional<Reservation> now = reservations.find(h.vmid());
        if (now.isPresent()) {
            throw Preconditions.reserved(now.get());
        }
        if (reservations.size() >= Sizes.RESERVATIONS / 2) {
            throw new Refusal(Reason.TOO_LARGE, "", "there are " + reservations.size() + " VM IDs on their way");
        }
        put(h.vmid(), "", h.termMillis());
    }

    /** After its guest went; not where somebody holds the number, or too many rest already. */
    void rest(int vmid) {
        if (reservations.find(vmid).isEmpty() && reservations.size() < Sizes.RESERVATIONS / 2) {
            put(vmid, "", Sizes.REST_MILLIS);
        }
    }

    void endRest(int vmid) {
        if (reservations.find(vmid).filter(Reservation::rests).isPresent()) {
            remove(vmid);
        }
    }

    void lapse(Write.Lapse l) {
        if (reservations
                .find(l.vmid())
                .filter(r -> r.termMillis() > 0 && r.revision() == l.revision())
                .isPresent()) {
            remove(l.vmid());
        }
    }

    private void put(int vmid, String owner, long termMillis) {
        Reservation made = new Reservation(vmid, owner, stamp, termMillis, revision);
        reservations = reservations.put(vmid, made);
        held.add(new Happening.Held.Number(vmid, Optional.of(made)));
    }

    private void remove(int vmid) {
        reservations = reservations.remove(vmid);
        held.add(new Happening.Held.Number(vmid, Optional.empty()));
    }

    void acquire(Write.Acquire a) {
        Optional<Lease> now = leases.find(a.lease());
        if (now.isPresent() && !now.get().holder().equals(a.holder())) {
            throw new Refusal(
                    Reason.LEASE_TAKEN,
                    a.lease(),
                    a.lease() + " is held by " + now.get().holder());
        }
        if (now.isPresent()) {
            set(new Lease(
                    a.lease(),
                    a.holder(),
                    now.get().epoch(),
                    a.termMillis(),
                    now.get().renewal() + 1));
            return;
        }
        if (leases.size() >= Sizes.LEASES) {
            throw new Refusal(Reason.TOO_LARGE, a.lease(), "there are " + leases.size() + " leases already");
        }
        // One counter for all names: an epoch never comes again, though nothing is kept of a lease that ended.
        set(new Lease(a.lease(), a.holder(), ++lastEpoch, a.termMillis(), 0));
    }

    void renew(Write.Renew r) {
        Lease now = at(r.lease(), r.epoch())
                .filter(l -> l.holder().equals(r.holder()))
                .orElseThrow(() -> lost(r.lease(), r.holder(), r.epoch()));
        set(new Lease(now.name(), now.holder(), now.epoch(), now.termMillis(), now.renewal() + 1));
    }

    void surrender(Write.Surrender s) {
        if (at(s.lease(), s.epoch()).filter(l -> l.holder().equals(s.holder())).isPresent()) {
            end(s.lease());
        }
    }

    void expire(Write.Expire e) {
        Lease now = at(e.lease(), e.epoch()).orElseThrow(() -> lost(e.lease(), "nobody", e.epoch()));
        if (now.renewal() != e.renewal()) {
            throw new Refusal(Reason.PRECONDITION, e.lease(), e.lease() + " was renewed since");
        }
        end(e.lease());
    }

    private Optional<Lease> at(String lease, long epoch) {
        return leases.find(lease).filter(l -> l.epoch() == epoch);
    }

    private static Refusal lost(String lease, String holder, long epoch) {
        return new Refusal(Reason.PRECONDITION, lease, lease + " is not held by " + holder + " at epoch " + epoch);
    }

    private void set(Lease lease) {
        leases = leases.put(lease.name(), lease);
        held.add(new Happening.Held.Right(lease.name(), Optional.of(lease)));
    }

    private void end(String lease) {
        leases = leases.remove(lease);
        held.add(new Happening.Held.Right(lease, Optional.empty()));
    }

    List<Happening.Held> held() {
        return held;
    }

    SortedTree<Integer, Reservation> reservations() {
        return reservations;
    }

    SortedTree<String, Lease> leases() {
        return leases;
    }

    long lastEpoch() {
        return lastEpoch;
    }
}
