package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change;
import io.coppice.store.Image;
import io.coppice.store.Outcome;
import io.coppice.store.socket.RemoteStore;
import io.coppice.store.state.Picture;
import io.coppice.store.state.Sizes;
import io.coppice.testkit.linear.Cell;
import io.coppice.testkit.linear.Cell.In;
import io.coppice.testkit.linear.Cell.Out;
import io.coppice.testkit.linear.Held;
import io.coppice.testkit.linear.Linearizable;
import io.coppice.testkit.linear.Linearizable.Verdict;
import io.coppice.testkit.linear.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three real nodes, clients that ask any of them, and nodes that are killed, stopped and cut off, whose disks are full, put
 * back to older ones, and emptied, and whose clocks are hours off, from a seed that is printed. Then: could what the clients
 * were told have been, and do all nodes hold the same.
 * {@code -Dcoppice.cluster.minutes=10} for a longer run, {@code -Dcoppice.cluster.seed=N} for the same faults again.
 */
class FaultyClusterTest {
    private static final double MINUTES = Double.parseDouble(System.getProperty("coppice.cluster.minutes", "2"));
    private static final long SEED = Long.getLong("coppice.cluster.seed", System.nanoTime());
    private static final int NODES = 3;
    private static final int CLIENTS = 5;
    private static final int LEASE_CLIENTS = 2;

    /** Room for the programs and what a start asks for. */
    private static final int DISK_MIB = 2600;

    private static final String LAST = "last";
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private final ClusterClient.Told told = new ClusterClient.Told();
    private final List<Held> held = new CopyOnWriteArrayList<>();
    private final List<String> guests = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private final List<Long> kills = new ArrayList<>();
    private final List<Long> restarts = new ArrayList<>();

    @Test
    void whatever_befalls_nodes_clients_are_told_what_can_be_and_all_nodes_end_up_the_same() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces are made by root");
        assumeTrue(
                Programs.has("nsenter") && Programs.has("ip") && Programs.has("openssl") && Programs.has("nft"),
                "a program is missing");
        System.out.println("faults of seed " + SEED);
        try (ClusterRig rig = ClusterRig.withDisks(folder.resolve("rig"), NODES, DISK_MIB)) {
            form(rig);
            try {
                befall(rig);
                settle(rig);
                lookOnceMore(rig);
            } catch (Exception | AssertionError e) {
                System.out.println(String.join("\n", story) + "\n" + rig.logs());
                throw e;
            }
            System.out.println(told.answered + " answered, " + told.unknown + " unknown, " + told.refused
                    + " refused for what was old, " + held.size() + " leases, faults:\n" + String.join("\n", story));
            System.out.println("ms from a kill to the next change that was taken: "
                    + kills.stream().map(this::untilNextChange).toList() + ", from a start to an answer: " + restarts);
            assertEquals(Optional.empty(), Held.twoAtATime(held), "seed " + SEED);
            assertTrue(held.size() > 20, "too few leases: " + held.size());
            told.operations.forEach((what, history) -> {
                Verdict verdict = Linearizable.check(new Cell(), history);
                assertInstanceOf(Verdict.Yes.class, verdict, () -> "seed " + SEED + ", " + what + ": " + told(history));
            });
            aLostChangeWouldBeFound();
            assertTrue(told.answered.get() > 100, "too little happened: " + told.answered);
        }
    }

    private void form(ClusterRig rig) throws Exception {
        rig.coppice(1, "cluster", "create", "wood");
        for (int n = 2; n <= NODES; n++) {
            String token = rig.coppice(1, "cluster", "token", "pve" + n).strip();
            rig.join(n, 1, token);
        }
        settle(rig);
        for (int n = 1; n <= NODES; n++) {
            int vmid = 100 + n;
            rig.coppice(1, "pvesh", "create", "/nodes/pve" + n + "/qemu", "--vmid", "" + vmid, "--memory", "64");
            guests.add("/nodes/pve" + n + "/qemu/" + vmid + "/config");
        }
        for (int c = 0; c < CLIENTS; c++) {
            String said = rig.coppice(
                    1,
                    "pveum",
                    "user",
                    "token",
                    "add",
                    "root@pam",
                    "c" + c,
                    "--privsep",
                    "0",
                    "--output-format",
                    "json");
            names.add("root@pam!c" + c);
            tokens.add(names.getLast() + "="
                    + new ObjectMapper().readTree(said).path("value").asText());
        }
    }

    private List<LocalApi> nodes(ClusterRig rig, String token) throws Exception {
        List<LocalApi> all = new ArrayList<>();
        for (int n = 1; n <= NODES; n++) {
            all.add(new LocalApi(
                    rig.root(n).resolve("var/lib/coppice/run/gateway/local.sock"), token, Duration.ofSeconds(20)));
        }
        return all;
    }

    private void befall(ClusterRig rig) throws Exception {
        long until =
                System.nanoTime() + Duration.ofMillis((long) (MINUTES * 60_000)).toNanos();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < CLIENTS; c++) {
            ClusterClient client = new ClusterClient(nodes(rig, tokens.get(c)), guests, told, names.get(c), SEED + c);
            threads.add(Thread.ofPlatform().name("client-" + c).start(() -> client.run(over::get)));
        }
        List<RemoteStore> stores = new ArrayList<>();
        for (int n = 1; n <= NODES; n++) {
            stores.add(rig.store(n));
        }
        UUID cluster = stores.getFirst().image().revision().incarnation();
        for (int c = 0; c < LEASE_CLIENTS; c++) {
            LeaseClient client = new LeaseClient(stores, cluster, held, "l" + c, SEED + CLIENTS + c);
            threads.add(Thread.ofPlatform().name("leases-" + c).start(() -> client.run(over::get)));
        }
        ClusterDisks disks = new ClusterDisks(rig, Files.createDirectories(folder.resolve("copies")));
        ClusterFaults faults = new ClusterFaults(rig, disks, NODES, SEED);
        try {
            faults.run(() -> System.nanoTime() - until > 0);
            faults.emptyStore(1 + (int) Math.floorMod(SEED, (long) NODES));
        } finally {
            over.set(true);
            story.addAll(faults.story());
            kills.addAll(faults.kills());
            restarts.addAll(faults.restarts());
            for (Thread t : threads) {
                t.join();
            }
            stores.forEach(RemoteStore::close);
        }
    }

    /** Through any node, in milliseconds; -1 where none was taken any more. */
    private long untilNextChange(long killed) {
        return told.operations.values().stream()
                .flatMap(List::stream)
                .filter(o -> o.called() > killed && o.output().equals(Optional.of(new Out.Done())))
                .mapToLong(o -> Duration.ofNanos(o.returned() - killed).toMillis())
                .min()
                .orElse(-1);
    }

    /** All nodes see each other, and take changes. */
    private void settle(ClusterRig rig) throws Exception {
        for (int n = 1; n <= NODES; n++) {
            int node = n;
            Await.until("pve" + node + " sees all", LONG, () -> {
                Programs.Ended said =
                        rig.tryCoppice(node, "pvesh", "get", "/cluster/status", "--output-format", "json");
                long online =
                        said.output().lines().count() == 0 ? 0 : said.output().split("\"online\":1", -1).length - 1;
                return said.exit() == 0 && online == NODES && said.output().contains("\"quorate\":1");
            });
        }
    }

    /** What each guest's description and each VM ID's owner is now, as a last read after everything else. */
    private void lookOnceMore(ClusterRig rig) throws Exception {
        takeTheLastLease(rig);
        List<List<String>> all = new ArrayList<>();
        Await.until("all nodes hold the same", LONG, () -> {
            all.clear();
            for (int n = 1; n <= NODES; n++) {
                all.add(holds(rig, n));
            }
            return all.stream().distinct().count() == 1;
        });
        assertEquals(1, all.stream().distinct().count());
        Image last = rig.image(1);
        assertEquals(Optional.of(LAST), last.lease(LAST).map(Image.Lease::holder));
        for (String guest : guests) {
            for (LocalApi node : nodes(rig, tokens.getFirst())) {
                long called = System.nanoTime();
                String now = ClusterClient.description(ClusterClient.read(node, guest));
                told.add(guest, new In.Read(), Optional.of(new Out.Was(now)), called);
            }
        }
        for (String what : List.copyOf(told.operations.keySet())) {
            if (what.startsWith(ClusterClient.key(0).replace("0", ""))) {
                int vmid = Integer.parseInt(what.substring(what.lastIndexOf(' ') + 1));
                String owner = last.reservation(vmid)
                        .map(r -> r.owner().replace(Image.Reservation.ofCaller(""), ""))
                        .orElse(Cell.NONE);
                told.add(what, new In.Read(), Optional.of(new Out.Was(owner)), System.nanoTime());
            }
        }
    }

    /** One that stands when nodes are compared: its epoch counts all leases that there were. */
    private static void takeTheLastLease(ClusterRig rig) throws Exception {
        try (RemoteStore store = rig.store(1)) {
            Await.until("a lease is given", LONG, () -> {
                Change take = Change.by(Service.NODE, LAST)
                        .write(new Change.Write.Acquire(LAST, LAST, Sizes.LONGEST_TERM))
                        .build();
                return store.submit(take) instanceof Outcome.Done;
            });
        }
    }

    /** Path, revision and text of every document, every reservation and every lease, as the store of a node has it. */
    private static List<String> holds(ClusterRig rig, int node) throws Exception {
        Picture image = (Picture) rig.image(node);
        return Stream.of(
                        image.below("").stream().map(d -> d.path() + " " + d.revision() + " " + d.text()),
                        image.reservations().stream().map(Image.Reservation::toString),
                        image.leases().values().stream().map(Image.Lease::toString))
                .flatMap(all -> all)
                .toList();
    }

    /** The check is not blind: of the same history with one acknowledged change forgotten it says no. */
    private void aLostChangeWouldBeFound() {
        Map<String, Boolean> found = new TreeMap<>();
        for (String guest : guests) {
            List<Operation<In, Out>> history = told.operations.get(guest);
            if (history == null) {
                continue;
            }
            List<Operation<In, Out>> done = history.stream()
                    .filter(o ->
                            o.input() instanceof In.CompareAndSet && o.output().isPresent())
                    .toList();
            if (done.size() > 2) {
                List<Operation<In, Out>> forgetful = new ArrayList<>(history);
                forgetful.remove(done.get(done.size() / 2));
                found.put(guest, Linearizable.check(new Cell(), forgetful) instanceof Verdict.No);
            }
        }
        assertTrue(!found.isEmpty() && !found.containsValue(false), found::toString);
    }

    private static String told(List<Operation<In, Out>> history) {
        StringBuilder all = new StringBuilder();
        history.forEach(o -> all.append('\n').append(o));
        return all.toString();
    }
}
