package io.coppice.servicekit.task;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Who works on which guest: one at a time, in the order of coming, {@link #LONGEST} waiting at most. */
final class GuestLines {
    static final int LONGEST = 8;
    private final Map<Vmid, List<Place>> lines = new HashMap<>();

    /** A place in a guest's line; left exactly once or more often. */
    final class Place implements AutoCloseable {
        private final Vmid guest;
        private final String who;
        private final CountDownLatch first = new CountDownLatch(1);

        private Place(Vmid guest, String who) {
            this.guest = guest;
            this.who = who;
        }

        /** Whom it waits for; empty when it is its turn. */
        Optional<String> waitsFor() {
            synchronized (lines) {
                List<Place> line = lines.getOrDefault(guest, List.of());
                int mine = line.indexOf(this);
                return mine > 0 ? Optional.of(line.get(mine - 1).who) : Optional.empty();
            }
        }

        /** @return whether it is its turn */
        boolean await(Duration time) throws InterruptedException {
            return first.await(time.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            leave(this);
        }
    }

    /** @throws Refused if the line is full */
    Place join(Vmid guest, String who) {
        synchronized (lines) {
            if (lines.getOrDefault(guest, List.of()).size() > LONGEST) {
                throw Refused.conflict("guest " + guest + " has " + LONGEST
                        + " tasks waiting already; wait for them or stop them, then try again");
            }
            return enter(guest, who);
        }
    }

    /** For tasks that were accepted before a restart: never refused. */
    Place rejoin(Vmid guest, String who) {
        synchronized (lines) {
            return enter(guest, who);
        }
    }

    private Place enter(Vmid guest, String who) {
        List<Place> line = lines.computeIfAbsent(guest, g -> new ArrayList<>());
        Place place = new Place(guest, who);
        line.add(place);
        line.getFirst().first.countDown();
        return place;
    }

    private void leave(Place place) {
        synchronized (lines) {
            List<Place> line = lines.getOrDefault(place.guest, new ArrayList<>());
            line.remove(place);
            if (line.isEmpty()) {
                lines.remove(place.guest);
            } else {
                line.getFirst().first.countDown();
            }
        }
    }
}
