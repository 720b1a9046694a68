package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The node that a guest has gone over to dies, and is removed by force, before it has said that it has the disks: the guest
 * is got back as {@code docs/migration.md} has it.
 */
@EnabledIfSystemProperty(
        named = "coppice.proofs",
        matches = "true",
        disabledReason = "takes minutes: -Dcoppice.proofs=true")
class RemovedTargetTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int VM = 210;
    private static final String QEMU = "qemu-server";
    private static final String IMAGES = "storage/images/" + VM;
    private static final Pattern LEFT = Pattern.compile("'local:(\\S+)' here, 'local:(\\S+)' over there");

    @TempDir
    Path folder;

    private ClusterRig rig;
    private MovingGuests guests;

    @Test
    void a_guest_whose_new_node_was_removed_is_got_back_with_its_disks() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces are made by root");
        for (String program : List.of("nsenter", "ip", "openssl", "chattr")) {
            assumeTrue(Programs.has(program), "there is no " + program);
        }
        try (ClusterRig three = ClusterRig.up(folder.resolve("rig"), 3)) {
            rig = three;
            guests = new MovingGuests(rig, 3);
            try {
                guests.form();
                Map<String, String> known = create();
                String upid = removeTheTarget();
                String log = endsWithAWarning(upid, known);
                joinsAnew();
                gotBack(log, known);
            } catch (Exception | AssertionError e) {
                System.out.println(three.logs());
                throw e;
            }
        }
    }

    private Map<String, String> create() throws Exception {
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
                "local:0.02,format=raw",
                "--scsi1",
                "local:0.02,format=raw");
        byte[] bytes = new byte[20 << 20];
        for (String disk : guests.files(1, VM).keySet()) {
            new Random(disk.hashCode()).nextBytes(bytes);
            Files.write(rig.data(1).resolve(IMAGES).resolve(disk), bytes);
        }
        return guests.files(1, VM);
    }

    /** It cannot take the marks off its copies, and dies when the guest has gone over. @return the move's task */
    private String removeTheTarget() throws Exception {
        String said = rig.coppice(
                3, "pveum", "user", "token", "add", "root@pam", "moves", "--privsep", "0", "--output-format", "json");
        LocalApi api = new LocalApi(
                rig.root(3).resolve("var/lib/coppice/run/gateway/local.sock"),
                "root@pam!moves="
                        + new ObjectMapper().readTree(said).path("value").asText(),
                Duration.ofSeconds(30));
        String upid = new TaskCalls(api)
                .begin("/nodes/pve1/qemu/" + VM + "/migrate", Map.of("target", "pve2", "bwlimit", "4096"));
        Path there = rig.data(2).resolve(IMAGES);
        Await.until(
                "both copies are begun",
                LONG,
                () -> guests.files(2, VM).keySet().stream()
                                .filter(f -> !f.endsWith(".mark"))
                                .count()
                        == 2);
        rig.on(2, "chattr", "+i", ClusterRig.DATA + "/" + IMAGES);
        Path gone = guests.config(3, 2, QEMU, VM);
        long until = System.nanoTime() + LONG.toNanos();
        while (!Files.exists(gone) && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        rig.kill(2);
        assertEquals(List.of(2), guests.owners(3, QEMU, VM));
        assertTrue(guests.files(2, VM).containsValue("a mark"), () -> "it has said nothing yet: " + there);
        Programs.Ended refused = rig.tryCoppice(1, "cluster", "remove", "pve2");
        assertTrue(refused.output().contains("guests on node 'pve2'"), refused.output());
        rig.coppice(1, "cluster", "remove", "pve2", "--force", "1");
        return upid;
    }

    private String endsWithAWarning(String upid, Map<String, String> known) throws Exception {
        assertEquals("WARNINGS: 1", guests.end(3, upid), () -> "the move");
        String log = guests.log(3, upid);
        System.out.println(log);
        assertTrue(log.contains("nodes/pve2/" + QEMU + "/" + VM + ".conf"), log);
        assertEquals(known, guests.files(1, VM), "the disks are here, without marks");
        assertEquals(List.of(2), guests.owners(1, QEMU, VM), "the configuration is left where it went");
        return log;
    }

    /** On a machine that has nothing of before. */
    private void joinsAnew() throws Exception {
        rig.on(2, "chattr", "-i", ClusterRig.DATA + "/" + IMAGES);
        rig.on(2, "find", ClusterRig.DATA, "-mindepth", "1", "-delete");
        rig.start(2);
        rig.join(2, 1, rig.coppice(1, "cluster", "token", "pve2").strip());
        guests.settle();
        assertEquals(List.of(2), guests.owners(2, QEMU, VM));
    }

    private void gotBack(String log, Map<String, String> known) throws Exception {
        Map<String, String> names = new TreeMap<>();
        Matcher each = LEFT.matcher(log);
        while (each.find()) {
            names.put(each.group(1), each.group(2));
        }
        assertEquals(2, names.size(), log);
        Path images = rig.data(1).resolve("storage/images");
        Path there = rig.data(2).resolve("storage/images");
        for (Map.Entry<String, String> disk : names.entrySet()) {
            Path to = there.resolve(disk.getValue());
            Files.createDirectories(to.getParent());
            Files.copy(images.resolve(disk.getKey()), to);
        }
        rig.coppice(2, "qm", "start", "" + VM);
        assertTrue(rig.coppice(2, "qm", "status", "" + VM).contains("running"));
        rig.coppice(2, "qm", "stop", "" + VM);
        assertEquals(sums(known), sums(guests.files(2, VM)));
        for (String disk : names.keySet()) {
            rig.coppice(1, "pvesm", "free", "local:" + disk);
        }
        assertEquals(Map.of(), guests.files(1, VM));
        rig.coppice(2, "qm", "migrate", "" + VM, "pve1");
        Await.until("it is on pve1", LONG, () -> guests.owners(1, QEMU, VM).equals(List.of(1)));
        Await.until("all its disks are", LONG, () -> guests.files(2, VM).isEmpty());
        assertEquals(sums(known), sums(guests.files(1, VM)));
    }

    private static List<String> sums(Map<String, String> files) {
        return files.values().stream().sorted().collect(Collectors.toList());
    }
}
