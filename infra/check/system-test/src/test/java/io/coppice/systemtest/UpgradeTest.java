package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.store.state.Apply;
import io.coppice.testkit.linear.Cell;
import io.coppice.testkit.linear.Cell.Out;
import io.coppice.testkit.linear.Linearizable;
import io.coppice.testkit.linear.Linearizable.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three real nodes of an older version become nodes of this one, one after the other as {@code docs/operations.md} has it,
 * while guests run and clients write. {@code -Dcoppice.older=DIR} names the sources of the older version, built there.
 */
@EnabledIfSystemProperty(
        named = "coppice.older",
        matches = ".+",
        disabledReason = "needs an older version, built: -Dcoppice.older=DIR")
@Timeout(value = 2, unit = TimeUnit.HOURS)
class UpgradeTest {
    private static final int NODES = 3;
    private static final int NEWCOMER = 4;
    private static final int CLIENTS = 3;
    private static final Duration LONG = Duration.ofMinutes(3);

    /** A leader that ends hands the lead over; on a busy machine that may take its time. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private static final Path OLDER = Path.of(System.getProperty("coppice.older", ""));

    @TempDir
    Path folder;

    private final ClusterClient.Told told = new ClusterClient.Told();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> clients = new ArrayList<>();
    private ClusterRig rig;
    private MovingGuests guests;
    private WholeCluster cluster;
    private int oldLevel;

    @Test
    void nodes_are_upgraded_one_after_the_other_while_guests_run_and_clients_write() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces are made by root");
        assumeTrue(Programs.has("nsenter") && Programs.has("ip") && Programs.has("openssl"), "a program is missing");
        assertTrue(Files.isExecutable(OLDER.resolve("coppice")), "there is no ./coppice in " + OLDER);
        try (ClusterRig four = ClusterRig.of(folder.resolve("rig"), NODES, 1, OLDER)) {
            rig = four;
            guests = new MovingGuests(rig, NODES);
            cluster = new WholeCluster(rig, NODES, folder);
            try {
                form();
                aNewerNodeJoinsAnOlderCluster();
                upgradeAll();
                raise();
                theOlderVersionIsKeptOut();
            } catch (Exception | AssertionError e) {
                System.out.println(four.logs());
                throw e;
            } finally {
                over.set(true);
                for (Thread client : clients) {
                    client.join();
                }
            }
            whatClientsWereToldCouldHaveBeen();
        }
    }

    private void form() throws Exception {
        guests.form();
        cluster.populate();
        cluster.answersForAll();
        JsonNode level = level(1);
        oldLevel = level.path("level").asInt();
        tell("three nodes of " + version(1) + ", at level " + oldLevel + " of " + level.path("knows"));
        for (int c = 0; c < CLIENTS; c++) {
            String name = "root@pam!c" + c;
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
            String token =
                    name + "=" + new ObjectMapper().readTree(said).path("value").asText();
            List<LocalApi> nodes = new ArrayList<>();
            List<String> configs = new ArrayList<>();
            for (int n = 1; n <= NODES; n++) {
                nodes.add(cluster.api(n, token));
                configs.add("/nodes/pve" + n + "/qemu/" + (WholeCluster.RUNS + n) + "/config");
            }
            ClusterClient client = new ClusterClient(nodes, configs, told, name, c);
            clients.add(Thread.ofPlatform().name("client-" + c).start(() -> client.run(over::get)));
        }
        rig.coppice(1, "cluster", "backup", "/run/before-upgrade", "--keyring", "/run/keyring-before-upgrade");
    }

    /** And leaves it again, with all that it had. */
    private void aNewerNodeJoinsAnOlderCluster() throws Exception {
        rig.start(NEWCOMER);
        Programs.Ended join =
                tryJoin(rig.coppice(1, "cluster", "token", "pve" + NEWCOMER).strip());
        assertEquals(0, join.exit(), join::output);
        new MovingGuests(rig, NEWCOMER).settle();
        tell("pve4 of " + version(NEWCOMER) + " has joined them");
        rig.coppice(1, "cluster", "remove", "pve" + NEWCOMER);
        rig.coppice(NEWCOMER, "down");
        rig.on(NEWCOMER, "find", ClusterRig.DATA, "-mindepth", "1", "-delete");
        guests.settle();
    }

    private JsonNode level(int node) throws Exception {
        return rig.get(node, "/coppice/cluster/level");
    }

    private String version(int node) throws Exception {
        return rig.get(node, "/version").path("repoid").asText();
    }

    private static void tell(String what) {
        System.out.println(what);
    }

    /** The leading one last. The first goes back once, as each may until the level is raised. */
    private void upgradeAll() throws Exception {
        List<Integer> left = new ArrayList<>(List.of(1, 2, 3));
        while (!left.isEmpty()) {
            String leader = level(left.getFirst()).path("leader").asText();
            int next = left.stream()
                    .filter(n -> !leader.equals("pve" + n))
                    .findFirst()
                    .orElse(left.getFirst());
            int other = 1 + next % NODES;
            replace(next, RunningNode.projectRoot());
            cluster.answersForAll();
            cluster.moves(guests, next);
            cluster.moves(guests, other);
            if (left.size() == NODES) {
                replace(next, OLDER);
                cluster.moves(guests, next);
                replace(next, RunningNode.projectRoot());
            }
            left.remove((Integer) next);
            assertEquals(oldLevel, level(next).path("level").asInt(), "until it is raised");
        }
    }

    private void replace(int node, Path program) throws Exception {
        String before = version(node);
        long begun = System.nanoTime();
        rig.coppice(node, "down");
        rig.use(node, program);
        rig.start(node);
        long away = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        guests.settle();
        tell("pve" + node + " goes from " + before + " to " + version(node) + ", away for " + away + " ms");
        assertNotEquals(before, version(node));
    }

    private void raise() throws Exception {
        String leader = level(1).path("leader").asText();
        JsonNode known = level(Integer.parseInt(leader.substring(3))).path("members");
        assertEquals(NODES, known.size(), known::toString);
        String said = rig.coppice(2, "cluster", "raise");
        assertTrue(said.contains("level: " + Apply.LEVEL), said);
        for (int n = 1; n <= NODES; n++) {
            int node = n;
            Await.until(
                    "pve" + n + " is at the new level",
                    LONG,
                    () -> level(node).path("level").asInt() == Apply.LEVEL);
        }
        cluster.answersForAll();
        tell("raised from " + oldLevel + " to " + Apply.LEVEL);
    }

    private void theOlderVersionIsKeptOut() throws Exception {
        if (oldLevel == Apply.LEVEL) {
            tell("the older version knows this level too, and is not kept out");
            return;
        }
        rig.use(NEWCOMER, OLDER);
        rig.start(NEWCOMER);
        rig.coppice(NEWCOMER, "pvesh", "create", "/access/groups", "--groupid", "own");
        String token = rig.coppice(1, "cluster", "token", "pve" + NEWCOMER).strip();
        Programs.Ended join = tryJoin(token);
        tell(join.output());
        assertNotEquals(0, join.exit());
        assertTrue(join.output().contains("level " + Apply.LEVEL), join.output());
        assertEquals(NODES, rig.get(1, "/cluster/config/nodes").size(), "it was not admitted");
        assertTrue(rig.get(NEWCOMER, "/access/groups").toString().contains("own"), "it is as it was");
        rig.coppice(NEWCOMER, "down");
        rig.use(NEWCOMER, RunningNode.projectRoot());
        rig.start(NEWCOMER);
        Programs.Ended again = tryJoin(token);
        assertEquals(0, again.exit(), () -> "with the same token, upgraded: " + again.output());
        new MovingGuests(rig, NEWCOMER).settle();
        aMemberCannotGoBack();
    }

    private Programs.Ended tryJoin(String token) throws Exception {
        return rig.tryCoppice(
                NEWCOMER,
                "cluster",
                "join",
                "pve1",
                "--fingerprint",
                rig.fingerprint(1),
                "--password",
                token,
                "--force",
                "1");
    }

    /** However it ended. */
    private void aMemberCannotGoBack() throws Exception {
        rig.kill(2);
        rig.use(2, OLDER);
        Programs.Ended up = rig.tryStart(2);
        tell(up.output());
        assertNotEquals(0, up.exit());
        assertTrue(up.output().contains("level " + Apply.LEVEL), up.output());
        rig.coppice(2, "down");
        rig.use(2, RunningNode.projectRoot());
        rig.start(2);
        new MovingGuests(rig, NEWCOMER).settle();
        cluster.answersForAll();
    }

    private void whatClientsWereToldCouldHaveBeen() {
        told.operations.forEach(
                (what, history) -> assertInstanceOf(Verdict.Yes.class, Linearizable.check(new Cell(), history), what));
        long[] done = told.operations.values().stream()
                .flatMap(List::stream)
                .filter(o -> o.output().equals(Optional.of(new Out.Done())))
                .mapToLong(o -> o.returned())
                .sorted()
                .toArray();
        long pause = LongStream.range(1, done.length)
                .map(i -> done[(int) i] - done[(int) i - 1])
                .max()
                .orElse(0);
        tell(told.answered + " answered, " + told.unknown + " unknown, " + told.refused
                + " refused for what was old; the longest time without a change was "
                + Duration.ofNanos(pause).toMillis() + " ms");
        assertTrue(done.length > 300, "too little happened: " + done.length);
        assertTrue(pause < LONGEST_PAUSE.toNanos(), "changes stood still for " + pause / 1_000_000 + " ms");
    }
}
