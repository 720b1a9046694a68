package io.coppice.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Three real nodes on this machine: how long a join takes, an acknowledged change at the leader and at another node, in turns
 * with what the disk alone takes, and the move of a guest; and how long the changes stand still when the leader is killed.
 */
final class ClusterBench implements Bench {
    private static final int NODES = 3;
    private static final int WARM_UP = 200;
    private static final int ROUNDS = 300;
    private static final int KILLS = 5;
    private static final double JOIN_SECONDS = 10;
    private static final long FAIL_OVER_MILLIS = 3_000;
    private static final long NEVER_MILLIS = 60_000;
    private static final String GROUP = "/access/groups/bench";
    private int written;

    @Override
    public void run(Where where, Table table) throws Exception {
        if (!BenchHosts.possible()) {
            table.skipped("cluster", "hosts are made out of namespaces by root, with nsenter and ip");
            return;
        }
        Path dir = where.scratch().resolve("hosts");
        try (BenchHosts hosts = BenchHosts.up(dir, NODES)) {
            hosts.api(1).call("POST", "/access/groups", Map.of("groupid", "bench"));
            joins(hosts, table);
            commits(hosts, dir, table);
            MoveBench.measure(hosts, dir, table);
            failOver(hosts, table);
        }
    }

    private static void joins(BenchHosts hosts, Table table) throws IOException {
        double worst = hosts.joins().millis(1) / 1e3;
        table.row(
                "a node joins, until all see each other",
                String.format(Locale.ROOT, "worst %.1f s of %d", worst, NODES - 1),
                "load " + load(),
                "10 s",
                worst <= JOIN_SECONDS);
    }

    private void commits(BenchHosts hosts, Path dir, Table table) throws Exception {
        int leader = hosts.leader(1);
        HostApi leading = hosts.api(leader);
        HostApi other = hosts.api(hosts.next(leader));
        Turns turns = new Turns(WARM_UP, ROUNDS);
        turns.add("one fsync", () -> fsync(dir.resolve("synced")));
        turns.add("leader", () -> write(leading));
        turns.add("other", () -> write(other));
        turns.run();
        String beside = "one fsync " + turns.told("one fsync");
        table.row("a change in a cluster of " + NODES + ", at the leader", turns.told("leader") + "", beside);
        table.row("the same at another node", turns.told("other") + "", "load " + load());
    }

    private void failOver(BenchHosts hosts, Table table) throws Exception {
        List<Long> nanos = new ArrayList<>();
        int failed = 0;
        for (int i = 0; i < KILLS; i++) {
            int leader = hosts.leader(i % NODES + 1);
            HostApi other = hosts.api(hosts.next(leader));
            write(other);
            long begun = System.nanoTime();
            hosts.kill(leader);
            while (!written(other)) {
                failed++;
                if (System.nanoTime() - begun > NEVER_MILLIS * 1_000_000) {
                    throw new IOException("after the leader was killed nothing is written any more");
                }
            }
            nanos.add(System.nanoTime() - begun);
            hosts.start(leader);
            hosts.awaitAll();
        }
        Timings all = Timings.of(nanos);
        table.row(
                "kill -9 of the leader until the next change",
                String.format(
                        Locale.ROOT,
                        "median %.2f s, worst %.2f s of %d",
                        all.millis(0.5) / 1e3,
                        all.millis(1) / 1e3,
                        KILLS),
                failed + " writes failed, load " + load(),
                "3 s",
                all.millis(1) <= FAIL_OVER_MILLIS);
    }

    /** One change of the truth, and an answer when this node has seen it. */
    private void write(HostApi node) throws IOException, InterruptedException {
        node.call("PUT", GROUP, Map.of("comment", "change " + written++));
    }

    private boolean written(HostApi node) throws InterruptedException {
        try {
            write(node);
            return true;
        } catch (IOException e) {
            // what is refused at once would be asked again without end
            Thread.sleep(20);
            return false;
        }
    }

    private static void fsync(Path file) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.allocate(4096));
            out.force(true);
        }
    }

    /** Processes that ran or waited in the last minute, ours among them. */
    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }
}
