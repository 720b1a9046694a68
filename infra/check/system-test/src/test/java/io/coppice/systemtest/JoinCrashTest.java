package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node joins a real one and is removed again, and at each step either side is killed: afterwards it is a member as all
 * others are, or none and can join; removed it is gone, and what it has seen is renewed. {@code -Dcoppice.cluster.joins=12}
 * for all moments; {@code -Dcoppice.cluster.seed=N} for the same again.
 */
@EnabledIfSystemProperty(
        named = "coppice.proofs",
        matches = "true",
        disabledReason = "takes minutes: -Dcoppice.proofs=true")
class JoinCrashTest {
    private static final int JOINS = Integer.getInteger("coppice.cluster.joins", 4);
    private static final long SEED = Long.getLong("coppice.cluster.seed", System.nanoTime());
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int ASKED = 1;
    private static final int NEW = 2;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final List<String> story = new ArrayList<>();

    /** How far a joining is, by what lies on the new node's disk. */
    private enum Joining {
        ASKING,
        ADMITTED,
        HAS_KEYS,
        DECIDED,
        MOVED_IN,
        DONE;

        boolean reached(Path data) throws IOException {
            Path given = data.resolve("secret/joining.json");
            return switch (this) {
                case ASKING -> true;
                case ADMITTED -> Files.exists(given) || HAS_KEYS.reached(data);
                case HAS_KEYS ->
                    Files.exists(given) && !Files.readString(given).contains("\"keyring\":\"\"")
                            || DECIDED.reached(data);
                case DECIDED -> Files.exists(data.resolve("secret/joining-now.json")) || MOVED_IN.reached(data);
                case MOVED_IN -> Files.exists(data.resolve("store.joined"));
                case DONE -> MOVED_IN.reached(data) && !Files.exists(data.resolve("secret/joining-now.json"));
            };
        }
    }

    /** How far a removal is, as the node shows that does it. */
    private enum Removing {
        BEGUN,
        OUT,
        RENEWED;

        boolean reached(Path data, String authority) throws IOException {
            return switch (this) {
                case BEGUN -> true;
                case OUT -> !Files.exists(data.resolve("etc-pve/cluster/members/pve2"));
                case RENEWED -> !authority(data).equals(authority);
            };
        }
    }

    private record Moment(Joining joining, Removing removing, int killed) {}

    @Test
    void a_node_that_joins_or_goes_is_a_member_or_none_whoever_is_killed_when() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces are made by root");
        System.out.println("joins of seed " + SEED);
        try (ClusterRig rig = ClusterRig.up(folder.resolve("rig"), 2)) {
            rig.coppice(ASKED, "cluster", "create", "wood");
            ClusterDisks disks = new ClusterDisks(rig, folder);
            try {
                for (Moment moment : moments()) {
                    joinAndKill(rig, moment);
                    removeAndKill(rig, moment);
                    rig.kill(NEW);
                    disks.wipe(NEW);
                    rig.start(NEW);
                }
            } catch (Exception | AssertionError e) {
                System.out.println(String.join("\n", story) + "\n" + rig.logs());
                throw e;
            }
            System.out.println(String.join("\n", story));
        }
    }

    @Test
    void a_node_that_was_removed_before_it_came_in_comes_back_the_way_that_it_says() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces are made by root");
        try (ClusterRig rig = ClusterRig.up(folder.resolve("rig"), 2)) {
            rig.coppice(ASKED, "cluster", "create", "wood");
            rig.coppice(NEW, "pvesh", "create", "/access/groups", "--groupid", "before");
            Path data = rig.data(NEW);
            CompletableFuture<Programs.Ended> joining = inBackground(() -> joinByForce(rig));
            while (!Joining.DECIDED.reached(data) && !joining.isDone()) {
                LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
            }
            rig.kill(NEW);
            joining.get(2, TimeUnit.MINUTES);
            assertTrue(Files.exists(data.resolve("secret/joining-now.json")), "it had come in already");
            rig.coppice(ASKED, "cluster", "remove", "pve2");
            Programs.Ended up = rig.tryStart(NEW);
            tell(up.output());
            assertNotEquals(0, up.exit());
            assertTrue(up.output().contains("does not let this node in"), up.output());
            rig.coppice(NEW, "down");
            String store = ClusterRig.DATA + "/store";
            String secret = ClusterRig.DATA + "/secret/";
            rig.on(NEW, "rm", "-r", store);
            rig.on(NEW, "mv", ClusterRig.DATA + "/store-before-joining", store);
            rig.on(NEW, "rm", store + ".joined", secret + "joining-now.json", secret + "link.pem", secret + "link.key");
            rig.start(NEW);
            assertTrue(rig.get(NEW, "/access/groups").toString().contains("before"));
            Await.until("its task has ended", LONG, () -> isIdle(rig, NEW));
            String log = taskLog(rig);
            assertTrue(log.contains("out again before it had come in"), log);
            Programs.Ended again = joinByForce(rig);
            assertEquals(0, again.exit(), again::output);
            Await.until("both see both", LONG, () -> online(rig, ASKED) == 2 && online(rig, NEW) == 2);
        }
    }

    private static Programs.Ended joinByForce(ClusterRig rig) throws Exception {
        String token = rig.coppice(ASKED, "cluster", "token", "pve2").strip();
        String fingerprint = rig.fingerprint(ASKED);
        return rig.tryCoppice(
                NEW, "cluster", "join", "pve1", "--fingerprint", fingerprint, "--password", token, "--force", "1");
    }

    private List<Moment> moments() {
        List<Moment> all = new ArrayList<>();
        for (Joining joining : Joining.values()) {
            for (int killed : List.of(ASKED, NEW)) {
                all.add(new Moment(joining, Removing.values()[joining.ordinal() % Removing.values().length], killed));
            }
        }
        Collections.shuffle(all, random);
        return all.subList(0, Math.min(JOINS, all.size()));
    }

    private void joinAndKill(ClusterRig rig, Moment moment) throws Exception {
        String token = rig.coppice(ASKED, "cluster", "token", "pve2").strip();
        String fingerprint = rig.fingerprint(ASKED);
        Path data = rig.data(NEW);
        CompletableFuture<Programs.Ended> joining = inBackground(() ->
                rig.tryCoppice(NEW, "cluster", "join", "pve1", "--fingerprint", fingerprint, "--password", token));
        killWhen(
                rig,
                moment.killed(),
                moment.joining() + " joining",
                () -> moment.joining().reached(data),
                joining);
        rig.start(moment.killed());
        joining.get(2, TimeUnit.MINUTES);
        if (!isMember(rig)) {
            tell("pve2 joins once more");
            if (known(rig)) {
                // It was admitted and died before it knew.
                rig.coppice(ASKED, "cluster", "remove", "pve2");
            }
            rig.join(NEW, ASKED, rig.coppice(ASKED, "cluster", "token", "pve2").strip());
        }
        Await.until("both see both", LONG, () -> online(rig, ASKED) == 2 && online(rig, NEW) == 2);
        rig.coppice(ASKED, "pvesh", "create", "/access/groups", "--groupid", "g" + story.size());
        Await.until("pve2 votes", LONG, () -> Files.exists(data.resolve("store/founded")));
    }

    /**
     * Whether it is one, or becomes one by itself: its task goes on, or back. Between two tries of a task that goes back lies up to
     * half a minute, beside what the node that was killed takes to start.
     */
    private boolean isMember(ClusterRig rig) throws Exception {
        long until = System.nanoTime() + LONG.toNanos();
        while (System.nanoTime() - until < 0) {
            if (online(rig, ASKED) == 2 && online(rig, NEW) == 2) {
                return true;
            }
            Path secret = rig.data(NEW).resolve("secret");
            if (!Files.exists(secret.resolve("joining.json"))
                    && !Files.exists(secret.resolve("joining-now.json"))
                    && !Files.exists(rig.data(NEW).resolve("store.joined"))
                    && isIdle(rig, NEW)) {
                return false;
            }
            Await.aMoment();
        }
        throw new AssertionError("pve2 is neither a member nor none; its task says " + taskLog(rig));
    }

    /** What the last joining has said, and what lies where it keeps what it was given. */
    private static String taskLog(ClusterRig rig) throws Exception {
        String tasks = "/nodes/pve" + NEW + "/tasks";
        String all = rig.tryCoppice(
                        NEW,
                        "pvesh",
                        "get",
                        tasks,
                        "--typefilter",
                        "clusterjoin",
                        "--source",
                        "all",
                        "--output-format",
                        "json")
                .output();
        int upid = all.indexOf("UPID:");
        String log = upid < 0
                ? ""
                : rig.tryCoppice(
                                NEW, "pvesh", "get", tasks + "/" + all.substring(upid, all.indexOf('"', upid)) + "/log")
                        .output();
        try (Stream<Path> kept = Files.list(rig.data(NEW).resolve("secret"))) {
            return all + "\n" + log + "\n" + kept.map(Path::getFileName).toList();
        }
    }

    private static boolean isIdle(ClusterRig rig, int node) throws Exception {
        Programs.Ended said = rig.tryCoppice(
                node, "pvesh", "get", "/nodes/pve" + node + "/tasks", "--source", "active", "--output-format", "json");
        return said.exit() == 0 && said.output().strip().equals("[]");
    }

    private static boolean known(ClusterRig rig) throws Exception {
        return rig.get(ASKED, "/cluster/config/nodes").toString().contains("\"pve2\"");
    }

    private void removeAndKill(ClusterRig rig, Moment moment) throws Exception {
        Path data = rig.data(ASKED);
        String before = authority(data);
        CompletableFuture<Programs.Ended> removing =
                inBackground(() -> rig.tryCoppice(ASKED, "cluster", "remove", "pve2"));
        killWhen(
                rig,
                moment.killed(),
                moment.removing() + " removing",
                () -> moment.removing().reached(data, before),
                removing);
        rig.start(moment.killed());
        removing.get(2, TimeUnit.MINUTES);
        if (known(rig) && isIdle(rig, ASKED)) {
            tell("pve2 is removed once more");
            rig.coppice(ASKED, "cluster", "remove", "pve2");
        }
        Await.until("pve1 is alone", LONG, () -> !known(rig) && online(rig, ASKED) == 1);
        Await.until("keys are renewed", LONG, () -> !authority(data).equals(before));
        rig.coppice(ASKED, "pvesh", "create", "/access/groups", "--groupid", "g" + story.size());
        assertNotEquals(
                0, rig.tryCoppice(NEW, "pvesh", "get", "/nodes/pve1/status").exit());
        assertEquals(1, online(rig, ASKED));
    }

    private void killWhen(
            ClusterRig rig, int node, String when, Callable<Boolean> reached, CompletableFuture<?> meanwhile)
            throws Exception {
        while (!reached.call() && !meanwhile.isDone()) {
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(200)).toNanos());
        tell("kill pve" + node + " while " + when + (meanwhile.isDone() ? ", which was over" : ""));
        rig.kill(node);
    }

    private static CompletableFuture<Programs.Ended> inBackground(Callable<Programs.Ended> work) {
        CompletableFuture<Programs.Ended> ended = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                ended.complete(work.call());
            } catch (Exception e) {
                ended.completeExceptionally(e);
            }
        });
        return ended;
    }

    private void tell(String what) {
        story.add(what);
        System.out.println(what);
    }

    private static String authority(Path data) throws IOException {
        return Files.readString(data.resolve("etc-pve/pve-root-ca.pem"));
    }

    /** How many nodes are online, as one of them says that knows a majority; 0 where it does not. */
    private static int online(ClusterRig rig, int node) throws Exception {
        Programs.Ended said = rig.tryCoppice(node, "pvesh", "get", "/cluster/status", "--output-format", "json");
        return said.exit() == 0 && said.output().contains("\"quorate\":1")
                ? said.output().split("\"online\":1", -1).length - 1
                : 0;
    }
}
