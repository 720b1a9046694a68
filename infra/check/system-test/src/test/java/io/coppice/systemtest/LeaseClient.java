package io.coppice.systemtest;

import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change;
import io.coppice.store.Change.Write;
import io.coppice.store.Image;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.testkit.linear.Held;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A client that takes leases through any node, by the socket on which root's own commands find the truth: no endpoint gives
 * any. It acts as a holder until 0.8 of the term, counted from when it asked, or renews and counts anew, or gives it back.
 */
final class LeaseClient {
    private static final long TERM_MILLIS = 1500;
    private static final int LEASES = 2;

    private final List<? extends Store> nodes;
    private final UUID cluster;
    private final List<Held> held;
    private final String name;
    private final Random random;
    private int operations;

    /**
     * @param cluster the truth that counts: a node whose store was emptied may have one of its own for a while
     * @param held takes the times in which it acted as a holder
     */
    LeaseClient(List<? extends Store> nodes, UUID cluster, List<Held> held, String name, long seed) {
        this.nodes = nodes;
        this.cluster = cluster;
        this.held = held;
        this.name = name;
        this.random = new Random(seed);
    }

    void run(BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            operations++;
            take("lease" + random.nextInt(LEASES), name + "." + operations);
            LockSupport.parkNanos(Duration.ofMillis(50 + random.nextInt(400)).toNanos());
        }
    }

    private Store any() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private boolean done(Store by, Write write) {
        Outcome outcome = by.submit(Change.by(Service.NODE, name).write(write).build());
        return outcome instanceof Outcome.Done d && d.revision().incarnation().equals(cluster);
    }

    private void take(String lease, String holder) {
        Store by = any();
        long asked = System.nanoTime();
        if (!done(by, new Write.Acquire(lease, holder, TERM_MILLIS))) {
            return;
        }
        long from = System.nanoTime();
        Optional<Image.Lease> mine =
                by.image().lease(lease).filter(l -> l.holder().equals(holder));
        long until = end(asked);
        if (mine.isPresent() && random.nextBoolean()) {
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(400)).toNanos());
            long again = System.nanoTime();
            if (again < until
                    && done(any(), new Write.Renew(lease, holder, mine.get().epoch()))) {
                // It acted as the holder all the while only if it was told in time.
                until = System.nanoTime() < until ? end(again) : until;
            }
        }
        if (mine.isEmpty() || random.nextBoolean()) {
            held.add(new Held(lease, holder, from, until));
            return;
        }
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(200)).toNanos());
        held.add(new Held(lease, holder, from, Math.min(System.nanoTime(), until)));
        done(any(), new Write.Surrender(lease, holder, mine.get().epoch()));
    }

    private static long end(long asked) {
        return asked + TimeUnit.MILLISECONDS.toNanos(TERM_MILLIS * 8 / 10);
    }
}
