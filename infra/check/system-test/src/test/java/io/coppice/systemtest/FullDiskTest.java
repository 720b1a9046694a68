package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.systemtest.ApiClient.Reply;
import io.coppice.systemtest.power.MountedDisk;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node on a disk that fills up, and gets room again: {@code -Dcoppice.disk.seed=N} repeats the clients' choices. */
class FullDiskTest {
    private static final long SEED = Long.getLong("coppice.disk.seed", System.nanoTime());
    private static final String TOO_FULL = "the disk of the store is too full";

    @TempDir
    Path folder;

    private int changes;

    @Test
    void a_full_disk_refuses_what_grows_takes_deletions_and_recovers_by_itself() throws Exception {
        Optional<String> why = MountedDisk.impossible();
        assumeTrue(why.isEmpty(), () -> why.orElse(""));
        assumeTrue(Programs.has("qemu-system-x86_64") && Programs.has("fallocate"), "there is no QEMU or no fallocate");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path at = folder.resolve("mounted");
        Path data = at.resolve("data");
        try (MountedDisk disk = MountedDisk.on(folder, MountedDisk.blank(folder.resolve("disk"), 3000), at)) {
            Files.writeString(Files.createDirectories(data).resolve("coppice.conf"), "kafka.bootstrap=127.0.0.1:1\n");
            try (RunningNode node = RunningNode.up(data)) {
                low(node, at);
                Clients clients = new Clients(node);
                Random random = new Random(SEED);
                String what = "-Dcoppice.disk.seed=" + SEED;
                clients.workUntil(random, () -> {
                    fill(at, 0);
                    Await.until(
                            "a change is refused",
                            Duration.ofSeconds(30),
                            () -> change(node.admin()).status() != 200);
                    empty(at);
                });
                recovers(node);
                clients.compare(what + ", after a disk without a free byte");
                clients.workUntil(random, () -> {});
                clients.compare(what + ", with room again");
                assertTrue(clients.acknowledged() > 0, "nothing was taken at all");
            }
        }
    }

    /** Below what the store needs for itself, but not full: an administrator deletes to get room. */
    private void low(RunningNode node, Path at) throws Exception {
        ApiClient api = node.admin();
        String qemu = "/nodes/" + node.name() + "/qemu";
        String content = "/nodes/" + node.name() + "/storage/local/content";
        Map<String, Object> guest = Map.of("vmid", 300, "memory", 16, "scsi0", "local:1,format=qcow2");
        assertEquals("OK", api.task(api.post(qemu, guest)));
        Map<String, Object> volume = Map.of("vmid", 301, "filename", "vm-301-disk-0.qcow2", "size", "1M");
        assertEquals(200, api.post(content, volume).status());
        assertEquals(
                200, api.post("/access/users", Map.of("userid", "gone@pve")).status());
        fill(at, 100L << 20);
        Await.until("the store says disk", Duration.ofSeconds(20), () -> tooFull(change(api)));
        Reply created = api.post(qemu, Map.of("vmid", 302, "memory", 16, "scsi0", "local:1,format=qcow2"));
        String end = created.status() == 200 ? api.task(created) : created.toString();
        assertTrue(end.contains(TOO_FULL) && !end.contains("quorum"), end);
        assertEquals(200, api.delete("/access/users/gone@pve").status());
        assertEquals("OK", api.task(api.delete(content + "/local:301/vm-301-disk-0.qcow2")));
        assertEquals("OK", api.task(api.delete(qemu + "/300")));
        empty(at);
        recovers(node);
        assertTrue(api.get(qemu + "/302/config").status() != 200, "a half-made guest");
        assertEquals(0, api.get(content + "?content=images").data().size(), "stray volumes");
    }

    private void recovers(RunningNode node) throws Exception {
        ApiClient api = node.admin();
        Await.until(
                "the store takes changes again",
                Duration.ofSeconds(60),
                () -> change(api).status() == 200);
    }

    private static boolean tooFull(Reply reply) {
        String text = reply.toString();
        assertTrue(!text.contains("quorum"), text);
        return reply.status() != 200 && text.contains(TOO_FULL);
    }

    /** Something small that is different each time. */
    private Reply change(ApiClient api) throws Exception {
        return api.put("/access/users/admin@pve", Map.of("comment", "change " + ++changes));
    }

    /** Takes all room but this. */
    private static void fill(Path at, long leave) throws Exception {
        FileStore store = Files.getFileStore(at);
        int part = 0;
        for (long size = store.getUsableSpace() - leave; size >= 4096; ) {
            Path file = at.resolve("filler-" + part++);
            Programs.Ended ended =
                    Programs.run(at, Map.of(), 60, "fallocate", "-l", Long.toString(size), file.toString());
            if (ended.exit() != 0) {
                Files.deleteIfExists(file);
            }
            long now = store.getUsableSpace() - leave;
            size = ended.exit() == 0 ? now : Math.min(now, size / 2);
        }
    }

    private static void empty(Path at) throws IOException {
        try (var files = Files.newDirectoryStream(at, "filler-*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
