package io.coppice.store.state;

import io.coppice.store.Change.Write;
import io.coppice.store.Image.Lease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The leader's view of which leases nobody renewed for their whole term, by a monotonic clock that is passed in. A new
 * leader begins with none seen, so that every term starts anew. One thread.
 */
public final class Terms {
    private record Seen(long epoch, long renewal, long sinceNanos) {}

    private Map<String, Seen> seen = new HashMap<>();

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
            if (over(lease, s, nanos)) {
                due.add(new Write.Expire(name, lease.epoch(), lease.renewal()));
            }
        });
        seen = next;
        return due;
    }

    private static boolean over(Lease lease, Seen s, long nanos) {
        return nanos - s.sinceNanos() > lease.termMillis() * 1_000_000L;
    }

    /** Forgets all: this process no longer leads. */
    public void reset() {
        seen = new HashMap<>();
    }
}
