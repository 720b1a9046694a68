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
    private SortedTree<Integer, Reservation> reservations;
    private SortedTree<String, Lease> leases;
    private long lastEpoch;

    Holdings(SortedTree<Integer, Reservation> reservations, SortedTree<String, Lease> leases, long lastEpoch) {
        this.reservations = reservations;
        this.leases = leases;
        this.lastEpoch = lastEpoch;
    }

    void reserve(Write.Reserve r, long stamp) {
        Optional<Reservation> now = reservations.find(r.vmid());
        if (now.isPresent()) {
            if (!now.get().owner().equals(r.owner())) {
                throw Preconditions.reserved(now.get());
            }
            return;
        }
        if (reservations.size() >= Sizes.RESERVATIONS) {
            throw new Refusal(Reason.TOO_LARGE, "", "there are " + reservations.size() + " reserved VM IDs already");
        }
        Reservation made = new Reservation(r.vmid(), r.owner(), stamp);
        reservations = reservations.put(r.vmid(), made);
        held.add(new Happening.Held.Number(r.vmid(), Optional.of(made)));
    }

    void release(Write.Release r) {
        if (reservations.find(r.vmid()).filter(n -> n.owner().equals(r.owner())).isPresent()) {
            reservations = reservations.remove(r.vmid());
            held.add(new Happening.Held.Number(r.vmid(), Optional.empty()));
        }
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
