package io.coppice.bench;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.raft.Stores;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code /cluster/resources} over the wire from a node with many guests, as an administrator and as a user who sees a tenth
 * of them through a pool, while 200 guests a second change.
 */
final class ListBench implements Bench {
    private static final int FIRST = 100_000;
    private static final int EACH = 500;
    private static final int CHANGES_A_SECOND = 200;
    private static final String SOME = "some@pve";
    private static final Map<Integer, Integer> AIMS_MILLIS = Map.of(1_000, 20, 20_000, 150);

    @Override
    public void run(Where where, Table table) throws Exception {
        if (!Programs.has("wrk")) {
            table.skipped("resources", "wrk is not installed");
            return;
        }
        for (int guests : List.of(1_000, 20_000)) {
            BenchNode node = where.node("list");
            node.up().down();
            fill(node, guests);
            try (BenchNode running = node.up()) {
                measure(where, table, running, guests);
            }
        }
    }

    /** What so many calls would have made, at once while nobody else has the store open. */
    private static void fill(BenchNode node, int guests) throws IOException {
        String here = BenchNode.name();
        try (Store store = Stores.open(node.data().resolve("store"), new NodeName(here))) {
            for (int from = 0; from < guests; from += EACH) {
                Change.Builder change = Change.by(Service.COMPUTE, "root@pam");
                IntStream.range(from, Math.min(guests, from + EACH))
                        .forEach(i -> change.put(
                                "nodes/" + here + "/qemu-server/" + (FIRST + i) + ".conf",
                                ManyGuests.text(i, FIRST + i, 0)));
                done(store, change);
            }
            String tenth = IntStream.iterate(0, i -> i < guests, i -> i + 10)
                    .mapToObj(i -> "" + (FIRST + i))
                    .collect(Collectors.joining(","));
            done(
                    store,
                    Change.by(Service.AUTH, "root@pam")
                            .put("user.cfg:user:" + SOME, "user:" + SOME + ":1:0::::::\n")
                            .put("user.cfg:pool:tenth", "pool:tenth::" + tenth + "::\n")
                            .put("user.cfg:acl:/pool/tenth", "acl:1:/pool/tenth:" + SOME + ":PVEVMUser:\n"));
        }
    }

    private static void done(Store store, Change.Builder change) throws IOException {
        Outcome outcome = store.submit(change.build());
        if (!(outcome instanceof Outcome.Done)) {
            throw new IOException("the guests could not be made: " + outcome);
        }
    }

    private void measure(Where where, Table table, BenchNode node, int guests) throws Exception {
        Api api = node.api();
        String some = BenchNode.token(node.login(), SOME);
        String url = "https://127.0.0.1:" + node.port() + "/api2/json/cluster/resources";
        try (Changes changes = new Changes(api, guests)) {
            // a server is measured as it is after its first minute, when what it does most is compiled
            for (String token : List.of(node.token(), some)) {
                Wrk.run(url, 4, 6 * where.seconds(), token);
            }
            for (String token : List.of(node.token(), some)) {
                String who = token.startsWith(SOME) ? "a tenth's user" : "administrator";
                for (int connections : List.of(1, 16)) {
                    line(where, table, node, new Asked(url, token, connections, guests, who), changes);
                }
            }
        }
    }

    private record Asked(String url, String token, int connections, int guests, String who) {}

    private void line(Where where, Table table, BenchNode node, Asked asked, Changes changes) throws Exception {
        double cpu = node.cpuMillis();
        long before = changes.done.get();
        int seconds = 2 * where.seconds();
        Wrk.Told told = Wrk.run(asked.url, asked.connections, seconds, asked.token);
        String figure = told.text()
                + String.format(Locale.ROOT, " cpu %.0f%%", (node.cpuMillis() - cpu) / (10.0 * seconds))
                + (told.failed() > 0 ? " FAILED " + told.failed() : "");
        String beside = (changes.done.get() - before) / seconds + " changes/s";
        String what = asked.guests + " guests, " + asked.who + ", " + asked.connections + " conn.";
        int aim = AIMS_MILLIS.getOrDefault(asked.guests, 0);
        if (asked.connections > 1) {
            table.row(what, figure, beside);
        } else if (!table.row(what, figure, beside, "p50 " + aim + " ms", told.p50Millis() <= aim)) {
            table.why(what, Profile.of(node, () -> Wrk.run(asked.url, 1, 5, asked.token)));
        }
    }

    /** Guests whose descriptions change, 200 a second or as many as the node takes. */
    private static final class Changes implements AutoCloseable {
        private final AtomicLong done = new AtomicLong();
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final Semaphore atOnce = new Semaphore(8);
        private final Thread pace;

        Changes(Api api, int guests) {
            pace = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; ; i++) {
                        Thread.sleep(1000 / CHANGES_A_SECOND);
                        int which = i;
                        atOnce.acquire();
                        threads.execute(() -> change(api, FIRST + which % guests, which));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        private void change(Api api, int vmid, int version) {
            try {
                String path = "/nodes/" + BenchNode.name() + "/qemu/" + vmid + "/config";
                api.call("PUT", path, Map.of("description", "version " + version));
                done.incrementAndGet();
            } catch (IOException e) {
                System.err.println("a guest did not change: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                atOnce.release();
            }
        }

        @Override
        public void close() throws InterruptedException {
            pace.interrupt();
            pace.join();
            threads.close();
        }
    }
}
