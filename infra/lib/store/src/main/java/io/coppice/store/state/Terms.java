package io.coppice.store.state;

import io.coppice.store.Change.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The leader's view of which leases and reservations nobody renewed for their whole term, by a monotonic clock that is passed in. A new
 * leader begins with none seen, so that every term starts anew. One thread.
 */
public final class Terms {
    private record Seen(long epoch, long renewal, long sinceNanos) {}

    private record Made(long revision, long sinceNanos) {}

    private static final int MOST = 5000;

    private Map<Integer, Made> made = new HashMap<>();
    private Map<String, Seen> seen = new HashMap<>();

    /** Reservations whose term is over, some thousands at most; asked again, it says the same until they are gone. */
    public List<Write.Lapse> lapsed(Picture now, long nanos) {
        Map<Integer, Made> next = new HashMap<>();
        List<Write.Lapse> lapsed = new ArrayList<>();
        now.reserved().each((vmid, reservation) -> {
            Made m = made.get(vmid);
            if (m == null || m.revision() != reservation.revision()) {
                m = new Made(reservation.revision(), nanos);
            }
            if (reservation.termMillis() > 0) {
                next.put(vmid, m);
                if (isOver(reservation.termMillis(), m.sinceNanos(), nanos) && lapsed.size() < MOST) {
                    lapsed.add(new Write.Lapse(vmid, reservation.revision()));
                }
            }
        });
        made = next;
        return lapsed;
    }

    /** What to propose now; asked again, it says the same until the lease is gone or renewed. */
    public List<Write.Expire> due(Picture now, long nanos) {
        Map<String, Seen> next = new HashMap<>();
        List<Write.Expire> due = new ArrayList<>();
        now.leases().each((name, lease) -> {
            Seen s = seen.get(name);
            if (s == null || s.epoch() != lease.epoch() || s.renewal() != lease.renewal()) {
                s = new Seen(lease.epoch(), lease.renewal(), nanos);
            }
            next.put(name, s);
            if (isOver(lease.termMillis(), s.sinceNanos(), nanos)) {
                due.add(new Write.Expire(name, lease.epoch(), lease.renewal()));
            }
        });
        seen = next;
        return due;
    }

    private static boolean isOver(long termMillis, long sinceNanos, long nanos) {
        return nanos - sinceNanos > termMillis * 1_000_000L;
    }

    /** Forgets all: this process no longer leads. */
    public void reset() {
        seen = new HashMap<>();
        made = new HashMap<>();
    }
}
