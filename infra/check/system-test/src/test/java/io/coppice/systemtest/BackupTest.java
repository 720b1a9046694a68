package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a stopped and of a writing guest, restored under new numbers; and backups that end early. */
class BackupTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    static Path folder;

    private static RunningNode node;
    private static ApiClient api;
    private static String qemu;
    private static String storage;
    private static String vzdump;

    @BeforeAll
    static void up() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        assumeTrue(Programs.has("qemu-system-x86_64"), "there is no QEMU");
        assumeTrue(Programs.has("qemu-storage-daemon"), "there is no qemu-storage-daemon");
        node = RunningNode.withoutKafka(folder.resolve("data"));
        begin();
    }

    private static void begin() throws Exception {
        api = node.admin();
        qemu = "/nodes/" + node.name() + "/qemu";
        storage = "/nodes/" + node.name() + "/storage/local";
        vzdump = "/nodes/" + node.name() + "/vzdump";
    }

    @AfterAll
    static void down() throws Exception {
        if (node != null) {
            for (int vmid = 1700; vmid < 1720; vmid++) {
                if (api.get(qemu + "/" + vmid + "/config").status() == 200) {
                    api.task(api.post(qemu + "/" + vmid + "/status/stop", Map.of()));
                    api.task(api.delete(qemu + "/" + vmid));
                }
            }
            node.close();
        }
    }

    private static Path disk(int vmid, String option) throws Exception {
        String volume = api.get(qemu + "/" + vmid + "/config")
                .data()
                .path(option)
                .asText()
                .split(",", 2)[0];
        return Path.of(
                api.get(storage + "/content/" + volume).data().path("path").asText());
    }

    private static void make(int vmid, String format) throws Exception {
        String disk = "local:0.0625,format=" + format; // 64 MiB
        assertEquals(
                "OK",
                api.task(api.post(
                        qemu,
                        Map.of(
                                "vmid",
                                vmid,
                                "name",
                                "saved" + vmid,
                                "memory",
                                16,
                                "ide0",
                                disk,
                                "ide1",
                                disk,
                                "ide2",
                                "none,media=cdrom",
                                "boot",
                                "order=ide0",
                                "net0",
                                "virtio,bridge=vmbr0"))));
    }

    private static JsonNode backups(int vmid) throws Exception {
        return api.get(storage + "/content?content=backup&vmid=" + vmid).data();
    }

    private static List<Path> dump() throws Exception {
        try (Stream<Path> all = Files.list(node.data().resolve("storage/dump"))) {
            return all.toList();
        }
    }

    private static void restore(int vmid, String archive, Map<String, ?> more) throws Exception {
        Map<String, Object> wish = new java.util.TreeMap<>(Map.of("vmid", vmid, "archive", archive));
        wish.putAll(more);
        assertEquals("OK", api.task(api.post(qemu, wish)));
    }

    private static void compare(Path a, String formatA, Path b, String formatB) throws Exception {
        Programs.succeed(folder, "qemu-img", "compare", "-f", formatA, "-F", formatB, a.toString(), b.toString());
    }

    @Test
    void a_stopped_guest_comes_back_under_another_number_with_equal_disks() throws Exception {
        make(1700, "qcow2");
        byte[] random = new byte[5 * MIB];
        new Random(17).nextBytes(random);
        Path pattern = Files.write(folder.resolve("pattern"), random);
        Path first = disk(1700, "ide0");
        Programs.succeed(
                folder,
                "qemu-io",
                "-f",
                "qcow2",
                "-c",
                "write -s " + pattern + " 3M 5M",
                "-c",
                "write -P 9 60M 4M",
                first.toString());
        for (String compress : List.of("zstd", "gzip", "0")) {
            Map<String, Object> call = Map.of(
                    "vmid",
                    1700,
                    "storage",
                    "local",
                    "compress",
                    compress,
                    "pigz",
                    2,
                    "ionice",
                    5,
                    "protected",
                    1,
                    "notes-template",
                    "{{guestname}} on {{node}}\\nnumber {{vmid}}");
            assertEquals("OK", api.task(api.post(vzdump, call)));
            String end = compress.equals("zstd") ? ".vma.zst" : compress.equals("gzip") ? ".vma.gz" : ".vma";
            JsonNode made = null;
            for (JsonNode b : backups(1700)) {
                if (b.path("volid").asText().endsWith(end)) {
                    made = b;
                }
            }
            assertTrue(made != null, backups(1700).toString());
            assertEquals(1700, made.path("vmid").asInt());
            assertEquals(1, made.path("protected").asInt());
            assertEquals(
                    "saved1700 on " + node.name() + "\nnumber 1700",
                    made.path("notes").asText());
            String volid = made.path("volid").asText();
            String config =
                    api.get(vzdump + "/extractconfig?volume=" + volid).data().asText();
            assertTrue(
                    config.contains("name: saved1700") && config.contains("#qmdump#map:ide0:drive-ide0:local:qcow2:"),
                    config);
            assertFalse(config.contains("lock:"), config);
            restore(1701, volid, Map.of("unique", 1, "name", "again"));
            JsonNode again = api.get(qemu + "/1701/config").data();
            JsonNode before = api.get(qemu + "/1700/config").data();
            assertEquals("again", again.path("name").asText());
            assertFalse(again.path("net0").asText().equals(before.path("net0").asText()), again.toString());
            compare(first, "qcow2", disk(1701, "ide0"), "qcow2");
            compare(disk(1700, "ide1"), "qcow2", disk(1701, "ide1"), "qcow2");
            // over itself, with what has been written since gone
            Programs.succeed(
                    folder,
                    "qemu-io",
                    "-f",
                    "qcow2",
                    "-c",
                    "write -P 3 0 1M",
                    disk(1701, "ide0").toString());
            restore(1701, volid, Map.of("force", 1));
            compare(first, "qcow2", disk(1701, "ide0"), "qcow2");
            assertEquals(
                    2,
                    api.get(storage + "/content?content=images&vmid=1701")
                            .data()
                            .size());
            assertEquals("OK", api.task(api.delete(qemu + "/1701")));
        }
        assertEquals(
                3, dump().stream().filter(p -> p.toString().endsWith(".log")).count());
    }

    /** For ever: counts, and writes the number to the same sector of the first disk, then of the second. */
    private static byte[] counting() {
        byte[] code = java.util.HexFormat.of()
                .parseHex(
                        "fa31c08ed88ec08ed0bc007cfbfc6631c066a3007e66ff06007e66a1007ebf0080b9800066f3ab6625ff0f0000"
                                + "66050008000066a3547cb280e80700b281e80200ebd2be4c7cb80043cd13c310000100008000000000000000000000");
        byte[] sector = java.util.Arrays.copyOf(code, 512);
        sector[510] = 0x55;
        sector[511] = (byte) 0xAA;
        return sector;
    }

    private static final int SECTORS = 4096;
    private static final long FIRST = 2048;

    /** The numbers that stand in the sectors. */
    private static long[] numbers(Path raw) throws Exception {
        ByteBuffer all = ByteBuffer.allocate(SECTORS * 512).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(raw, StandardOpenOption.READ)) {
            while (all.hasRemaining() && channel.read(all, FIRST * 512 + all.position()) > 0) {
                continue;
            }
        }
        long[] numbers = new long[SECTORS];
        for (int i = 0; i < SECTORS; i++) {
            numbers[i] = Integer.toUnsignedLong(all.getInt(i * 512));
        }
        return numbers;
    }

    /** Everything up to the highest number is there, and nothing newer. */
    private static long highest(long[] numbers) {
        long highest = java.util.Arrays.stream(numbers).max().orElse(0);
        for (long n = Math.max(1, highest - SECTORS + 1); n <= highest; n++) {
            assertEquals(n, numbers[(int) (n % SECTORS)], "the disk does not show one moment");
        }
        return highest;
    }

    private static void startCounting(int vmid) throws Exception {
        make(vmid, "raw");
        try (FileChannel channel = FileChannel.open(disk(vmid, "ide0"), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(counting()), 0);
        }
        assertEquals("OK", api.task(api.post(qemu + "/" + vmid + "/status/start", Map.of())));
        awaitCount(vmid, 200);
    }

    private static long awaitCount(int vmid, long atLeast) throws Exception {
        Path second = disk(vmid, "ide1");
        Await.until("the guest has counted to " + atLeast, Duration.ofSeconds(120), () -> count(second) >= atLeast);
        return count(second);
    }

    private static long count(Path disk) throws Exception {
        return java.util.Arrays.stream(numbers(disk)).max().orElse(0);
    }

    @Test
    void a_guest_that_writes_is_backed_up_as_it_was_at_one_moment_over_all_its_disks() throws Exception {
        startCounting(1702);
        long pid = api.get(qemu + "/1702/status/current").data().path("pid").asLong();
        Path meanwhile = folder.resolve("meanwhile");
        Path settings = Files.writeString(node.data().resolve("vzdump.conf"), "tmpdir: " + meanwhile + "\n");
        Map<String, Object> call =
                new java.util.TreeMap<>(Map.of("vmid", 1702, "storage", "local", "compress", "zstd"));
        assertTrue(api.task(api.post(vzdump, call)).contains("'tmpdir'"), "the folder is not there");
        Files.createDirectory(meanwhile);
        for (String mode : List.of("snapshot", "suspend")) {
            long before = awaitCount(1702, 0);
            boolean onStorage = mode.equals("snapshot");
            call.put("mode", mode);
            call.put("fleecing", "enabled=" + (onStorage ? 1 : 0) + ",storage=local");
            String upid = api.post(vzdump, call).data().asText();
            assertEquals("OK", api.awaitTask(upid));
            assertEquals(onStorage, log(upid).contains("is kept on storage 'local'"), log(upid));
            try (Stream<Path> left = Files.list(meanwhile)) {
                assertEquals(0, left.count());
            }
            String images = api.get(storage + "/content?content=images").data().toString();
            assertFalse(images.contains("fleece"), images);
            String volid =
                    backups(1702).get(backups(1702).size() - 1).path("volid").asText();
            restore(1703, volid, Map.of());
            long first = highest(numbers(disk(1703, "ide0")));
            long second = highest(numbers(disk(1703, "ide1")));
            assertTrue(first == second || first == second + 1, first + " and " + second + " are not of one moment");
            assertTrue(first >= before, "it shows a moment before it was asked for");
            JsonNode now = api.get(qemu + "/1702/status/current").data();
            assertEquals(pid, now.path("pid").asLong());
            assertEquals("running", now.path("qmpstatus").asText());
            awaitCount(1702, awaitCount(1702, 0) + 50);
            assertTrue(api.get(qemu + "/1702/config").data().path("lock").isMissingNode());
            assertEquals("OK", api.task(api.delete(qemu + "/1703")));
        }
        Files.delete(settings);
        assertEquals("OK", api.task(api.post(qemu + "/1702/status/stop", Map.of())));
    }

    private static String log(String upid) throws Exception {
        return api.get("/nodes/" + node.name() + "/tasks/" + upid + "/log?limit=500")
                .data()
                .toString();
    }

    @Test
    void a_backup_that_is_stopped_or_killed_leaves_no_archive_no_lock_and_a_guest_that_goes_on() throws Exception {
        startCounting(1704);
        Map<String, Object> slow = Map.of("vmid", 1704, "storage", "local", "compress", "zstd", "bwlimit", 32);
        String upid = api.post(vzdump, slow).data().asText();
        awaitPart();
        assertEquals(
                "backup", api.get(qemu + "/1704/config").data().path("lock").asText());
        assertEquals(0, backups(1704).size());
        assertEquals(500, api.post(qemu + "/1704/status/stop", Map.of()).status());
        make(1705, "raw");
        String late = api.post(vzdump, Map.of("vmid", 1705, "storage", "local", "lockwait", 0))
                .data()
                .asText();
        assertTrue(api.awaitTask(late).contains("'lockwait'"), late);
        assertEquals(0, backups(1705).size());
        ApiClient.Reply stopped = api.post(vzdump, Map.of("stop", 1));
        assertEquals("OK", stopped.data().asText(), stopped::message);
        assertNotEquals("OK", api.awaitTask(upid));
        awaitLetGo();
        assertEquals(0, backups(1704).size());
        awaitNothingOf(1704);
        awaitCount(1704, awaitCount(1704, 0) + 50);
        Random random = new Random(4);
        for (int seed = 0; seed < 2; seed++) {
            api.post(vzdump, slow);
            awaitPart();
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(random.nextInt(2000)).toNanos());
            ProcessHandle.of(node.pid("node")).orElseThrow().destroyForcibly();
            assertFalse(dump().stream()
                    .anyMatch(p -> p.toString().contains("1704") && p.toString().endsWith(".zst")));
            node.start();
            begin();
            JsonNode running =
                    api.get("/nodes/" + node.name() + "/tasks?source=active").data();
            for (JsonNode task : running) {
                api.delete(
                        "/nodes/" + node.name() + "/tasks/" + task.path("upid").asText());
            }
            awaitLetGo();
            awaitNothingOf(1704);
            awaitCount(1704, awaitCount(1704, 0) + 50);
        }
        assertEquals("OK", api.task(api.post(qemu + "/1704/status/stop", Map.of())));
    }

    private static void awaitPart() throws Exception {
        Await.until(
                "an archive is being written",
                Duration.ofSeconds(60),
                () -> dump().stream().anyMatch(p -> p.toString().endsWith(".part")));
    }

    /** The lock goes first, then what was written. */
    private static void awaitNothingOf(int vmid) throws Exception {
        Await.until(
                "nothing is left of the backup",
                Duration.ofSeconds(30),
                () -> dump().stream().noneMatch(p -> p.toString().contains("" + vmid)));
    }

    private static void awaitLetGo() throws Exception {
        Await.until(
                "the guest is let go",
                Duration.ofSeconds(60),
                () -> api.get(qemu + "/1704/config").data().path("lock").isMissingNode());
    }
}
