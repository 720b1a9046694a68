package io.coppice.store.raft;

import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change;
import io.coppice.store.Change.Precondition;
import io.coppice.store.Change.Write;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.testkit.linear.Cell;
import io.coppice.testkit.linear.Cell.In;
import io.coppice.testkit.linear.Cell.Out;
import io.coppice.testkit.linear.Held;
import io.coppice.testkit.linear.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Clients that read, compare and set, reserve and lease through any node, and what each was told. */
final class FaultClient {
    /** What all clients were told, by what they did it to. */
    static final class Told {
        final Map<String, List<Operation<In, Out>>> operations = new ConcurrentHashMap<>();
        final List<Held> held = new CopyOnWriteArrayList<>();
        final AtomicInteger answered = new AtomicInteger();
        final AtomicInteger unknown = new AtomicInteger();
        final AtomicInteger refused = new AtomicInteger();

        void add(String what, In in, Optional<Out> out, long called) {
            operations
                    .computeIfAbsent(what, w -> new CopyOnWriteArrayList<>())
                    .add(new Operation<>(in, out, called, System.nanoTime()));
            (out.isPresent() ? answered : unknown).incrementAndGet();
        }
    }

    private static final long TERM_MILLIS = 1500;
    private static final int ROTATE = 60;

    private final Group group;
    private final Told told;
    private final Random random;
    private final String name;
    private int operations;

    FaultClient(Group group, Told told, long seed, String name) {
        this.group = group;
        this.told = told;
        this.random = new Random(seed);
        this.name = name;
    }

    void run(BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            operations++;
            switch (random.nextInt(8)) {
                case 0, 1 -> read();
                case 2, 3, 4 -> compareAndSet();
                case 5 -> take();
                case 6 -> free();
                default -> lease();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5 + random.nextInt(15)));
        }
    }

    /** The same things for all clients for a while, then others, so that histories stay short. */
    private String key() {
        return "ha/k" + operations / ROTATE + "-" + random.nextInt(2);
    }

    private int vmid() {
        return 1000 + operations / ROTATE;
    }

    private Optional<Store> store() {
        List<String> nodes = new ArrayList<>(group.running());
        return nodes.isEmpty() ? Optional.empty() : group.running(nodes.get(random.nextInt(nodes.size())));
    }

    /** Through the log: a change that writes nothing; the image has at least all before it. */
    private void read() {
        String key = key();
        Optional<Store> store = store();
        if (store.isEmpty()) {
            return;
        }
        long called = System.nanoTime();
        Outcome outcome = store.get().submit(Change.by(Service.COMPUTE, name).build());
        if (outcome instanceof Outcome.Done) {
            told.add(key, new In.Read(), Optional.of(new Out.Was(text(store.get(), key))), called);
        }
    }

    private static String text(Store store, String key) {
        return store.image().find(key).map(Document::text).orElse(Cell.NONE);
    }

    private void compareAndSet() {
        String key = key();
        Optional<Store> store = store();
        if (store.isEmpty()) {
            return;
        }
        Optional<Document> now = store.get().image().find(key);
        String next = name + "." + operations;
        Change change = Change.by(Service.COMPUTE, name)
                .require(
                        now.isPresent()
                                ? new Precondition.HasDigest(key, now.get().digest())
                                : new Precondition.Absent(key))
                .put(key, next)
                .build();
        In in = new In.CompareAndSet(now.map(Document::text).orElse(Cell.NONE), next);
        submit(store.get(), change, key, in, Outcome.Reason.PRECONDITION);
    }

    private void take() {
        int vmid = vmid();
        Change change = Change.by(Service.COMPUTE, name)
                .write(new Write.Reserve(vmid, name))
                .build();
        store().ifPresent(s -> submit(s, change, "vmid " + vmid, new In.Take(name), Outcome.Reason.VMID_TAKEN));
    }

    private void free() {
        int vmid = vmid();
        Change change = Change.by(Service.COMPUTE, name)
                .write(new Write.Release(vmid, name))
                .build();
        store().ifPresent(s -> submit(s, change, "vmid " + vmid, new In.Free(name), Outcome.Reason.VMID_TAKEN));
    }

    private void submit(Store store, Change change, String what, In in, Outcome.Reason refusal) {
        long called = System.nanoTime();
        Outcome outcome = store.submit(change);
        if (outcome instanceof Outcome.Unknown && random.nextBoolean()) {
            // Sent again under its id, through any node: it is decided once.
            outcome = store().orElse(store).submit(change);
            if (outcome instanceof Outcome.Refused r && r.reason() == Outcome.Reason.NO_QUORUM) {
                outcome = new Outcome.Unknown(change.id(), "the first one may be in a log");
            }
        }
        if (outcome instanceof Outcome.Done) {
            told.add(what, in, Optional.of(new Out.Done()), called);
        } else if (outcome instanceof Outcome.Unknown) {
            told.add(what, in, Optional.empty(), called);
        } else if (outcome instanceof Outcome.Refused r && r.reason() == refusal) {
            told.add(what, in, Optional.of(new Out.Refused()), called);
        } else {
            // It never happens: were it seen, no order of what did could explain it.
            told.refused.incrementAndGet();
        }
    }

    /** Takes a lease, and acts as its holder until 0.8 of the term, counted from when it asked. */
    private void lease() {
        Optional<Store> store = store();
        if (store.isEmpty()) {
            return;
        }
        String lease = "lease" + random.nextInt(2);
        String holder = name + "." + operations;
        long asked = System.nanoTime();
        Outcome outcome = store.get()
                .submit(Change.by(Service.COMPUTE, name)
                        .write(new Write.Acquire(lease, holder, TERM_MILLIS))
                        .build());
        long from = System.nanoTime();
        long until = asked + TimeUnit.MILLISECONDS.toNanos(TERM_MILLIS * 8 / 10);
        if (!(outcome instanceof Outcome.Done) || from >= until) {
            return;
        }
        if (random.nextBoolean()) {
            told.held.add(new Held(lease, holder, from, until));
            return;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(200)));
        long end = Math.min(System.nanoTime(), until);
        Optional<Image.Lease> mine =
                store.get().image().lease(lease).filter(l -> l.holder().equals(holder));
        told.held.add(new Held(lease, holder, from, end));
        mine.ifPresent(l -> store.get()
                .submit(Change.by(Service.COMPUTE, name)
                        .write(new Write.Surrender(lease, holder, l.epoch()))
                        .build()));
    }
}
