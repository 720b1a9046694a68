package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.store.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guests move between real nodes, and in the middle of it either node is killed: afterwards one node alone has the guest and
 * its disks, which are as they were, the task has said which, and the guest starts there. {@code -Dcoppice.cluster.moves=10}
 * for each moment with either node; {@code -Dcoppice.cluster.seed=N} for the same again.
 */
@EnabledIfSystemProperty(
        named = "coppice.proofs",
        matches = "true",
        disabledReason = "takes minutes: -Dcoppice.proofs=true")
class MovingCrashTest {
    private static final int MOVES = Integer.getInteger("coppice.cluster.moves", 4);
    private static final long SEED = Long.getLong("coppice.cluster.seed", System.nanoTime());
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int ASKED = 3;
    private static final int VM = 200;
    private static final int CT = 201;
    private static final String QEMU = "qemu-server";
    private static final int LONGEST_ABSENCE = 8_000;

    @TempDir
    static Path folder;

    private static final Random RANDOM = new Random(SEED);
    private static final List<String> STORY = new ArrayList<>();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static ClusterRig rig;
    private static TaskCalls calls;
    private static MovingGuests guests;

    /** How far a move is, as a node sees it that has no part in it. */
    private enum Moment {
        LOCKED,
        BEGUN,
        COPYING,
        GONE_OVER,
        CLEARED;

        boolean reached(int from, int to) throws Exception {
            return switch (this) {
                case LOCKED ->
                    GONE_OVER.reached(from, to)
                            || Files.readString(guests.config(ASKED, from, QEMU, VM))
                                    .contains("lock: migrate");
                case BEGUN -> GONE_OVER.reached(from, to) || hasAny(to, 0);
                case COPYING -> GONE_OVER.reached(from, to) || hasAny(to, 4 << 20);
                case GONE_OVER -> Files.exists(guests.config(ASKED, to, QEMU, VM));
                case CLEARED -> GONE_OVER.reached(from, to) && !hasAny(from, 0);
            };
        }

        private static boolean hasAny(int node, long moreThan) throws IOException {
            Path images = rig.data(node).resolve("storage/images/" + VM);
            if (!Files.isDirectory(images)) {
                return false;
            }
            long sum = -1;
            try (Stream<Path> all = Files.list(images)) {
                for (Path file :
                        all.filter(f -> !f.toString().endsWith(".mark")).toList()) {
                    sum = Math.max(sum, 0) + Files.size(file);
                }
            }
            return sum >= moreThan;
        }
    }

    private record Round(Moment moment, boolean source) {}

    @BeforeAll
    static void up() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces are made by root");
        assumeTrue(Programs.has("nsenter") && Programs.has("ip") && Programs.has("openssl"), "a program is missing");
        System.out.println("moves of seed " + SEED);
        rig = ClusterRig.up(folder.resolve("rig"), 3);
        guests = new MovingGuests(rig, 3);
        try {
            guests.form();
            JsonNode token = JSON.readTree(rig.coppice(
                    ASKED,
                    "pveum",
                    "user",
                    "token",
                    "add",
                    "root@pam",
                    "moves",
                    "--privsep",
                    "0",
                    "--output-format",
                    "json"));
            calls = new TaskCalls(new LocalApi(
                    rig.root(ASKED).resolve("var/lib/coppice/run/gateway/local.sock"),
                    "root@pam!moves=" + token.path("value").asText(),
                    Duration.ofSeconds(30)));
        } catch (Exception | AssertionError e) {
            System.out.println(rig.logs());
            throw e;
        }
    }

    @AfterAll
    static void down() throws Exception {
        if (rig != null) {
            rig.close();
        }
    }

    private static void tell(String what) {
        STORY.add(what);
        System.out.println(what);
    }

    @Test
    void whoever_is_killed_when_a_machine_has_one_node_and_its_disks_whole() throws Exception {
        try {
            rig.coppice(
                    1,
                    "qm",
                    "create",
                    "" + VM,
                    "--memory",
                    "64",
                    "--vga",
                    "none",
                    "--scsi0",
                    "local:0.02,format=qcow2",
                    "--scsi1",
                    "local:0.02,format=raw");
            fill("scsi0", "qcow2");
            fill("scsi1", "raw");
            Map<String, String> known = disks(1);
            assertEquals(2, known.size());
            int moved = 0;
            for (Round round : rounds()) {
                moved += move(round, known) ? 1 : 0;
            }
            List<String> told = guests.comings(ASKED, VM);
            List<String> expected = new ArrayList<>(List.of("created"));
            expected.addAll(Collections.nCopies(moved, "moved"));
            assertEquals(expected, told.stream().map(e -> e.split(" ")[0]).toList(), "each coming is told once");
        } catch (Exception | AssertionError e) {
            System.out.println("seed " + SEED + "\n" + String.join("\n", STORY) + "\n" + rig.logs());
            throw e;
        }
    }

    private static List<Round> rounds() {
        List<Round> all = new ArrayList<>();
        for (Moment moment : Moment.values()) {
            all.add(new Round(moment, true));
            all.add(new Round(moment, false));
        }
        Collections.shuffle(all, RANDOM);
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < MOVES; i++) {
            rounds.add(all.get(i % all.size()));
        }
        return rounds;
    }

    /** Random bytes in an image, as another program would have written them. */
    private static void fill(String slot, String format) throws Exception {
        byte[] bytes = new byte[20 << 20];
        RANDOM.nextBytes(bytes);
        Path raw = Files.write(rig.data(1).resolve("random"), bytes);
        rig.on(
                1,
                "qemu-img",
                "convert",
                "-f",
                "raw",
                "-O",
                format,
                ClusterRig.DATA + "/random",
                ClusterRig.DATA + "/storage/images/" + file(1, slot));
        Files.delete(raw);
    }

    /** Below the images' folder, the file that a slot names. */
    private static String file(int owner, String slot) throws Exception {
        String value = rig.get(ASKED, "/nodes/pve" + owner + "/qemu/" + VM + "/config")
                .path(slot)
                .asText();
        assertTrue(value.startsWith("local:"), slot + ": " + value);
        return value.substring("local:".length()).split(",")[0];
    }

    /** SHA-256 of each disk that the guest's configuration names. */
    private static Map<String, String> disks(int owner) throws Exception {
        Map<String, String> sums = new TreeMap<>();
        for (String slot : List.of("scsi0", "scsi1")) {
            sums.put(slot, MovingGuests.sum(rig.data(owner).resolve("storage/images/" + file(owner, slot))));
        }
        return sums;
    }

    /** @return whether it went over */
    private static boolean move(Round round, Map<String, String> known) throws Exception {
        int from = guests.owners(ASKED, QEMU, VM).getFirst();
        int to = 3 - from;
        int killed = round.source() ? from : to;
        String upid = calls.begin(
                "/nodes/pve" + from + "/qemu/" + VM + "/migrate", Map.of("target", "pve" + to, "bwlimit", "8192"));
        long until = System.nanoTime() + LONG.toNanos();
        while (!round.moment().reached(from, to) && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        int later = RANDOM.nextInt(300);
        int away = RANDOM.nextInt(LONGEST_ABSENCE);
        LockSupport.parkNanos(Duration.ofMillis(later).toNanos());
        tell("pve" + from + " to pve" + to + ", " + round.moment() + " and " + later + " ms: kill the "
                + (round.source() ? "source" : "target") + " for " + away + " ms");
        rig.kill(killed);
        boolean startedMeanwhile =
                round.source() && guests.owners(ASKED, QEMU, VM).equals(List.of(to)) && starts(to);
        LockSupport.parkNanos(Duration.ofMillis(away).toNanos());
        rig.start(killed);
        guests.settle();
        String end = calls.end(upid);
        int owner = guests.owners(ASKED, QEMU, VM).getFirst();
        tell("it ended with '" + end + "', and is on pve" + owner
                + (startedMeanwhile ? ", where it was started meanwhile" : ""));
        assertEquals(end.equals("OK") ? to : from, owner, "what the task says is so: " + guests.log(ASKED, upid));
        assertFalse(end.isEmpty());
        oneAloneHasIt(owner, known);
        if (startedMeanwhile) {
            assertEquals("running", status(owner), "the other's end of the move touches nothing of it");
        } else {
            assertTrue(starts(owner), "it starts where it is");
        }
        assertEquals("OK", calls.end(calls.begin("/nodes/pve" + owner + "/qemu/" + VM + "/status/stop", Map.of())));
        assertEquals("stopped", status(owner));
        assertEquals(known, disks(owner), "after it ran");
        return owner == to;
    }

    private static String status(int owner) throws Exception {
        JsonNode now = rig.get(ASKED, "/nodes/pve" + owner + "/qemu/" + VM + "/status/current");
        return now.path("status").asText();
    }

    private static boolean starts(int owner) throws Exception {
        String upid = calls.begin("/nodes/pve" + owner + "/qemu/" + VM + "/status/start", Map.of());
        assertEquals("OK", calls.end(upid), () -> "started on pve" + owner);
        return status(owner).equals("running");
    }

    private static void oneAloneHasIt(int owner, Map<String, String> known) throws Exception {
        int other = 3 - owner;
        for (int n = 1; n <= 3; n++) {
            int node = n;
            Await.until(
                    "pve" + node + " says that pve" + owner + " has it",
                    LONG,
                    () -> guests.owners(node, QEMU, VM).equals(List.of(owner)));
        }
        Await.until(
                "nothing of it is left on pve" + other,
                LONG,
                () -> guests.files(other, VM).isEmpty());
        Await.until(
                "no mark is left on pve" + owner,
                LONG,
                () -> !guests.files(owner, VM).containsValue("a mark"));
        assertEquals(known, disks(owner));
        assertEquals(2, guests.files(owner, VM).size(), "no copy lies beside");
        assertFalse(Files.readString(guests.config(ASKED, owner, QEMU, VM)).contains("lock:"));
        Await.until(
                "the move is forgotten",
                LONG,
                () -> rig.image(ASKED).below("coppice/compute/moves/").stream()
                        .map(Document::path)
                        .toList()
                        .isEmpty());
    }

    /** Off, with its volume; then it runs there, with what was in it. */
    @Test
    void a_container_moves_with_its_volume() throws Exception {
        for (String program : List.of("lxc-start", "lxc-attach", "busybox", "zstd")) {
            assumeTrue(Programs.has(program), "there is no " + program);
        }
        try {
            String sum = template(rig.data(1).resolve("storage/template/cache/tiny.tar.zst"));
            rig.coppice(
                    1,
                    "pct",
                    "create",
                    "" + CT,
                    "local:vztmpl/tiny.tar.zst",
                    "--ostype",
                    "unmanaged",
                    "--hostname",
                    "mover",
                    "--memory",
                    "64",
                    "--swap",
                    "0",
                    "--rootfs",
                    "local:0.1");
            Map<String, String> before = guests.files(1, CT);
            assertEquals(1, before.size(), before::toString);
            String upid = calls.begin("/nodes/pve1/lxc/" + CT + "/migrate", Map.of("target", "pve2"));
            assertEquals("OK", calls.end(upid));
            for (int n = 1; n <= 3; n++) {
                int node = n;
                Await.until(
                        "pve" + n + " says that pve2 has it",
                        LONG,
                        () -> guests.owners(node, "lxc", CT).equals(List.of(2)));
            }
            assertEquals(before, guests.files(2, CT));
            assertEquals(Map.of(), guests.files(1, CT));
            String start = calls.begin("/nodes/pve2/lxc/" + CT + "/status/start", Map.of());
            assertEquals("OK", calls.end(start), () -> "it starts there");
            String inside = rig.on(
                    2,
                    "lxc-attach",
                    "-n",
                    "" + CT,
                    "-P",
                    ClusterRig.DATA + "/run/lxc",
                    "--clear-env",
                    "--",
                    "/bin/busybox",
                    "sha256sum",
                    "/known");
            assertTrue(inside.startsWith(sum), inside);
            String stop = calls.begin("/nodes/pve2/lxc/" + CT + "/status/stop", Map.of());
            assertEquals("OK", calls.end(stop));
        } catch (Exception | AssertionError e) {
            System.out.println(rig.logs());
            throw e;
        }
    }

    private static String busybox() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(dir -> Path.of(dir, "busybox"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow()
                .toString();
    }

    /** A system of one program, and a file of random bytes. @return the SHA-256 of that */
    private static String template(Path archive) throws Exception {
        Path root = Files.createDirectories(folder.resolve("tiny"));
        for (String name : List.of("bin", "sbin", "dev", "proc", "sys", "etc", "tmp", "run", "root", "var")) {
            Files.createDirectory(root.resolve(name));
        }
        Programs.succeed(
                folder, "cp", "-L", busybox(), root.resolve("bin/busybox").toString());
        Files.createSymbolicLink(root.resolve("bin/sh"), Path.of("busybox"));
        Path init = Files.writeString(root.resolve("sbin/init"), "#!/bin/sh\nexec /bin/busybox sleep 86400\n");
        assertTrue(init.toFile().setExecutable(true, false));
        byte[] bytes = new byte[3 << 20];
        RANDOM.nextBytes(bytes);
        Path known = Files.write(root.resolve("known"), bytes);
        Files.createDirectories(archive.getParent());
        Programs.succeed(folder, "tar", "--zstd", "-cpf", archive.toString(), "-C", root.toString(), ".");
        return MovingGuests.sum(known);
    }
}
