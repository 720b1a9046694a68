package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A container's backups: whole, of one moment, restored with equal files; and ones that end early. */
class ContainerBackupTest {
    private static final int GUEST = 1820;

    @TempDir
    static Path folder;

    private static RunningNode node;
    private static ApiClient api;
    private static String lxc;

    @BeforeAll
    static void up() throws Exception {
        DebianTemplate.require(folder);
        node = RunningNode.withoutKafka(folder.resolve("data"));
        begin();
        DebianTemplate.putInto(node);
        assertEquals(
                "OK",
                api.task(api.post(
                        lxc,
                        Map.of(
                                "vmid",
                                GUEST,
                                "hostname",
                                "saved",
                                "ostemplate",
                                DebianTemplate.VOLUME,
                                "rootfs",
                                "local:1",
                                "mp0",
                                "local:0.0625,mp=/srv/kept,backup=1",
                                "mp1",
                                "local:0.0625,mp=/srv/left",
                                "memory",
                                128,
                                "swap",
                                0))));
    }

    private static void begin() throws Exception {
        api = node.admin();
        lxc = "/nodes/" + node.name() + "/lxc";
    }

    @AfterAll
    static void down() throws Exception {
        if (node != null) {
            api.post(lxc + "/" + GUEST + "/status/stop", Map.of());
            node.close();
        }
    }

    private static String vzdump() throws Exception {
        return "/nodes/" + node.name() + "/vzdump";
    }

    private static JsonNode config(int vmid) throws Exception {
        return api.get(lxc + "/" + vmid + "/config").data();
    }

    private static void power(String verb) throws Exception {
        assertEquals("OK", api.task(api.post(lxc + "/" + GUEST + "/status/" + verb, Map.of())));
    }

    private static JsonNode backups() throws Exception {
        return api.get("/nodes/" + node.name() + "/storage/local/content?content=backup&vmid=" + GUEST)
                .data();
    }

    private static List<Path> dump() throws Exception {
        try (Stream<Path> all = Files.list(node.data().resolve("storage/dump"))) {
            return all.toList();
        }
    }

    /** @return the archive's volume */
    private static String backUp(Map<String, ?> more) throws Exception {
        Map<String, Object> call = new HashMap<>(Map.of("vmid", GUEST, "storage", "local", "compress", "zstd"));
        call.putAll(more);
        assertEquals("OK", api.task(api.post(vzdump(), call)));
        String newest = "";
        long made = 0;
        for (JsonNode b : backups()) {
            if (b.path("ctime").asLong() > made) {
                made = b.path("ctime").asLong();
                newest = b.path("volid").asText();
            }
        }
        return newest;
    }

    private static JsonNode listed(String archive) throws Exception {
        for (JsonNode b : backups()) {
            if (b.path("volid").asText().equals(archive)) {
                return b;
            }
        }
        throw new AssertionError(archive + " is not listed: " + backups());
    }

    private static String restore(int vmid, String archive, Map<String, ?> more) throws Exception {
        Map<String, Object> call = new HashMap<>(Map.of("vmid", vmid, "ostemplate", archive, "restore", 1));
        call.putAll(more);
        return api.task(api.post(lxc, call));
    }

    private static <T> T on(int vmid, String option, String how, MountedImage.Work<T> work) throws Exception {
        return image(vmid, option).with(how, work);
    }

    private static MountedImage image(int vmid, String option) throws Exception {
        String volume = config(vmid).path(option).asText().split(",", 2)[0].replaceFirst(".*:", "");
        return new MountedImage(node.data().resolve("storage/images").resolve(volume), folder);
    }

    private static String files(int vmid, String option) throws Exception {
        return image(vmid, option).files();
    }

    @Test
    void a_stopped_one_comes_back_under_another_number_with_equal_files_and_owners() throws Exception {
        on(GUEST, "rootfs", "rw", root -> OddFiles.make(root, folder));
        on(GUEST, "mp0", "rw", root -> {
            Path kept = Files.writeString(root.resolve("kept"), "kept");
            Files.setAttribute(kept, "unix:uid", 100_000);
            return Files.setAttribute(kept, "unix:gid", 100_000);
        });
        on(GUEST, "mp1", "rw", root -> Files.writeString(root.resolve("not"), "kept"));
        String archive = backUp(Map.of(
                "protected", 1, "notes-template", "{{guestname}} {{vmid}}", "exclude-path", "/var/cache/left-out"));
        assertTrue(archive.matches("local:backup/vzdump-lxc-1820-[\\d_-]+\\.tar\\.zst"), archive);
        JsonNode listed = listed(archive);
        assertEquals("saved 1820", listed.path("notes").asText());
        assertEquals(1, listed.path("protected").asInt());
        String archived =
                api.get(vzdump() + "/extractconfig?volume=" + archive).data().asText();
        assertTrue(archived.contains("hostname: saved") && !archived.contains("lock:"), archived);
        assertEquals("OK", restore(1821, archive, Map.of("unique", 1, "hostname", "again")));
        JsonNode again = config(1821);
        assertEquals("again", again.path("hostname").asText());
        assertTrue(again.path("lock").isMissingNode(), again::toString);
        assertTrue(again.path("rootfs").asText().contains("size=1G"), again::toString);
        on(GUEST, "rootfs", "rw", root -> {
            Files.delete(root.resolve("var/cache/left-out/too"));
            Files.delete(root.resolve("var/cache/left-out"));
            return true;
        });
        assertEquals(mostly(files(GUEST, "rootfs")), mostly(files(1821, "rootfs")));
        assertEquals(files(GUEST, "mp0"), files(1821, "mp0"));
        assertTrue(files(GUEST, "mp1").contains("./not") && !files(1821, "mp1").contains("./not"));
        on(1821, "rootfs", "ro,noload", root -> {
            UserDefinedFileAttributeView view =
                    Files.getFileAttributeView(root.resolve("odd/hard"), UserDefinedFileAttributeView.class);
            assertEquals(4, view.size("note"));
            assertTrue((long) Files.getAttribute(root.resolve("odd/holes"), "unix:size") == 300L << 20);
            Programs.Ended used = Programs.run(
                    folder, Map.of(), 10, "du", "-k", root.resolve("odd/holes").toString());
            assertTrue(Integer.parseInt(used.output().split("\\s")[0]) < 1000, used.output());
            return true;
        });
        // over itself, on volumes of another size
        assertEquals(
                "OK",
                restore(1821, archive, Map.of("force", 1, "rootfs", "local:1.5", "mp0", "local:0.1,mp=/srv/kept")));
        assertTrue(config(1821).path("rootfs").asText().contains("size=1536M"), config(1821)::toString);
        assertTrue(config(1821).path("mp1").isMissingNode());
        assertEquals(files(GUEST, "mp0"), files(1821, "mp0"));
        assertEquals(
                2,
                api.get("/nodes/" + node.name() + "/storage/local/content?content=images&vmid=1821")
                        .data()
                        .size());
        assertEquals("OK", api.task(api.delete(lxc + "/1821")));
    }

    /** Without the times of the folder from which something was taken. */
    private static String mostly(String files) {
        return files.replaceAll("(?m)^\\./var/cache .*$", "");
    }

    @Test
    void one_that_runs_is_shown_at_one_moment_over_its_volumes_and_goes_on() throws Exception {
        power("start");
        String script = "i=0; while :; do i=$((i+1)); echo $i >> /root/counted; echo $i >> /srv/kept/counted; "
                + "sleep 0.01; done";
        Process writer = new ProcessBuilder(
                        "lxc-attach",
                        "-n",
                        "" + GUEST,
                        "-P",
                        node.data().resolve("run/lxc").toString(),
                        "--",
                        "sh",
                        "-c",
                        script)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("writer.log").toFile())
                .start();
        try {
            long pid = api.get(lxc + "/" + GUEST + "/status/current")
                    .data()
                    .path("pid")
                    .asLong();
            Path copies = Files.createDirectory(folder.resolve("copies"));
            Path settings = Files.writeString(node.data().resolve("vzdump.conf"), "tmpdir: " + copies + "\n");
            String upid = api.post(vzdump(), Map.of("vmid", GUEST, "storage", "local", "mode", "snapshot", "ionice", 8))
                    .data()
                    .asText();
            assertEquals("OK", api.awaitTask(upid));
            Files.delete(settings);
            try (Stream<Path> left = Files.list(copies)) {
                assertEquals(0, left.count());
            }
            String log = api.get("/nodes/" + node.name() + "/tasks/" + upid + "/log?limit=500")
                    .data()
                    .toString();
            for (String line : List.of(
                    "mode failure - some volumes do not support snapshots",
                    "backup mode: suspend",
                    "to " + copies + "/vzdumptmp-" + GUEST,
                    "including mount point mp0",
                    "excluding volume mount point mp1",
                    "guest is online again")) {
                assertTrue(log.contains(line), log);
            }
            assertEquals(
                    pid,
                    api.get(lxc + "/" + GUEST + "/status/current")
                            .data()
                            .path("pid")
                            .asLong());
            String before = DebianTemplate.inside(node, folder, GUEST, "tail", "-n1", "/root/counted")
                    .output();
            Await.until(
                    "it goes on counting",
                    Duration.ofSeconds(20),
                    () -> !before.equals(DebianTemplate.inside(node, folder, GUEST, "tail", "-n1", "/root/counted")
                            .output()));
            assertTrue(config(GUEST).path("lock").isMissingNode());
        } finally {
            writer.destroy();
            power("stop");
        }
        String archive = "";
        for (JsonNode b : backups()) {
            archive =
                    b.path("volid").asText().endsWith(".tar") ? b.path("volid").asText() : archive;
        }
        assertEquals("OK", restore(1822, archive, Map.of()));
        long first = on(1822, "rootfs", "ro,noload", root ->
                (long) Files.readAllLines(root.resolve("root/counted")).size());
        long second = on(1822, "mp0", "ro,noload", root ->
                (long) Files.readAllLines(root.resolve("counted")).size());
        assertTrue(first > 0 && (first == second || first == second + 1), first + " and " + second);
        assertEquals("OK", api.task(api.delete(lxc + "/1822")));
    }

    @Test
    @EnabledIfSystemProperty(
            named = "coppice.proofs",
            matches = "true",
            disabledReason = "takes a minute: -Dcoppice.proofs=true")
    void a_node_that_is_killed_leaves_no_archive_and_no_half_of_a_container() throws Exception {
        String whole = backUp(Map.of());
        int archives = backups().size();
        String upid = api.post(
                        vzdump(), Map.of("vmid", GUEST, "storage", "local", "compress", "gzip", "bwlimit", 5_000))
                .data()
                .asText();
        Await.until(
                "an archive is being written",
                Duration.ofSeconds(30),
                () -> dump().stream()
                        .anyMatch(p ->
                                p.toString().endsWith(".part") && p.toFile().length() > 100_000));
        kill();
        assertFalse(dump().stream().anyMatch(p -> p.toString().endsWith(".tar.gz")), dump()::toString);
        restart();
        api.delete("/nodes/" + node.name() + "/tasks/" + upid);
        assertNotEquals("OK", api.awaitTask(upid));
        assertEquals(archives, backups().size());
        assertFalse(dump().stream().anyMatch(p -> p.toString().endsWith(".part")), dump()::toString);
        assertTrue(config(GUEST).path("lock").isMissingNode());
        String restoring = api.post(lxc, Map.of("vmid", 1823, "ostemplate", whole, "restore", 1, "bwlimit", 10_000))
                .data()
                .asText();
        Path mounts = Path.of("/proc/mounts");
        Await.until(
                "it is being unpacked",
                Duration.ofSeconds(30),
                () -> Files.readString(mounts).contains(node.data() + "/run/lxc/make-"));
        kill();
        restart();
        api.delete("/nodes/" + node.name() + "/tasks/" + restoring);
        assertNotEquals("OK", api.awaitTask(restoring));
        assertEquals(500, api.get(lxc + "/1823/config").status());
        assertFalse(Files.readString(mounts).contains(node.data() + "/run/lxc/"));
        assertEquals(
                0,
                api.get("/nodes/" + node.name() + "/storage/local/content?content=images&vmid=1823")
                        .data()
                        .size());
    }

    @Test
    void a_job_makes_backups_at_its_times_and_passes_over_what_is_gone() throws Exception {
        assertEquals(
                200,
                api.post(
                                "/cluster/backup",
                                Map.of(
                                        "id", "often",
                                        "vmid", GUEST + ",1829",
                                        "schedule", "*:*:0/5",
                                        "storage", "local",
                                        "compress", "zstd",
                                        "prune-backups", "keep-last=1"))
                        .status());
        String tasks = "/nodes/" + node.name() + "/tasks?source=all&typefilter=vzdump&userfilter=root@pam";
        Await.until(
                "the job has run",
                Duration.ofSeconds(60),
                () -> api.get(tasks).data().toString().contains("\"status\":\"OK\""));
        JsonNode covered =
                api.get("/cluster/backup/often/included_volumes").data().path("children");
        assertEquals("unknown", covered.get(1).path("type").asText(), covered::toString);
        assertEquals(0, api.get("/cluster/backup-info/not-backed-up").data().size());
        assertEquals(200, api.delete("/cluster/backup/often").status());
        Await.until(
                "no backup runs",
                Duration.ofSeconds(60),
                () -> config(GUEST).path("lock").isMissingNode());
        String log = api.get("/nodes/" + node.name() + "/tasks/"
                        + api.get(tasks).data().get(0).path("upid").asText() + "/log?limit=500")
                .data()
                .toString();
        assertTrue(log.contains("there is no guest 1829, which the job names"), log);
        assertEquals(400, api.get("/cluster/backup/often").status());
    }

    private static void kill() throws Exception {
        ProcessHandle process = ProcessHandle.of(node.pid("node")).orElseThrow();
        process.destroyForcibly();
        process.onExit().get();
    }

    private static void restart() throws Exception {
        node.start();
        begin();
    }
}
