package io.coppice.storage.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.event.EventJson;
import io.coppice.servicekit.event.LogReader;
import io.coppice.servicekit.event.Outbox;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.storage.TestNode;
import io.coppice.storage.TestStorage;
import io.coppice.storage.definition.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of volumes, by the service as a node wires it, and by a worker that a crash cuts. */
final class VolumeNewsTest {
    private static final NodeName HERE = new NodeName("pve1");

    @TempDir
    private Path base;

    private List<ObjectNode> told() throws IOException {
        return new LogReader(base.resolve("events"))
                .read(1, 100).lines().stream()
                        .map(l -> EventJson.parse(l.json()))
                        .filter(e -> EventJson.text(e, "type").contains(".volume."))
                        .toList();
    }

    private List<String> tale() throws IOException {
        return told().stream()
                .map(e -> EventJson.text(e, "type").split("\\.")[3] + " " + EventJson.text(e, "subject"))
                .toList();
    }

    private Outbox outbox() throws IOException {
        return new Outbox(base.resolve("events"), "storage", HERE, InstantSource.system());
    }

    @Test
    void a_file_that_is_uploaded_and_removed_is_told_twice_with_its_tasks() throws Exception {
        try (TestNode node = new TestNode(base)) {
            byte[] data = "an image".getBytes(StandardCharsets.US_ASCII);
            Map<String, Object> in = new HashMap<>(Map.of("storage", "local", "content", "iso", "filename", "a.iso"));
            assertEquals("OK", node.end(node.upload(TestNode.ROOT, data, in)));
            in = Map.of("storage", "local", "volume", "iso/a.iso");
            String removal = String.valueOf(
                    node.call(TestNode.ROOT, "DELETE /nodes/{node}/storage/{storage}/content/{volume}", in));
            assertEquals("OK", node.end(removal));
        }
        assertEquals(List.of("uploaded volume/local:iso/a.iso", "removed volume/local:iso/a.iso"), tale());
        ObjectNode uploaded = told().getFirst();
        assertEquals("/storage/local", EventJson.text(uploaded, "aclpath"));
        assertEquals("Datastore.Audit", EventJson.text(uploaded, "aclprivilege"));
        assertEquals("local", uploaded.path("data").path("storage").asText());
        for (ObjectNode event : told()) {
            assertEquals("root@pam", EventJson.text(event, "actor"));
            assertTrue(EventJson.text(event, "task").startsWith("task-pve1-"), event.toString());
        }
    }

    @Test
    void what_is_refused_or_was_not_there_is_not_told() throws Exception {
        Files.createDirectories(base.resolve("storage"));
        Storage local = TestStorage.dir("local", base.resolve("storage"));
        try (Outbox outbox = outbox()) {
            DirectoryStorage directories = worker(outbox);
            directories.free(local, "100/vm-100-disk-0.raw");
            directories.free(local, "iso/none.iso");
            assertThrows(
                    Exception.class, () -> directories.allocate(local, new Vmid(100), 0, "raw", "vm-100-disk-0.raw"));
        }
        assertEquals(List.of(), tale());
    }

    @Test
    void an_image_is_told_with_the_task_whose_mark_it_bears() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/qemu-img")), "there is no qemu-img");
        Files.createDirectories(base.resolve("storage"));
        Storage local = TestStorage.dir("local", base.resolve("storage"));
        try (Outbox outbox = outbox()) {
            DirectoryStorage directories = worker(outbox);
            VolumeId made = directories.allocate(local, new Vmid(100), 64, "raw", Optional.empty(), "task-pve1-1");
            directories.free(local, made.name(), "task-pve1-2");
            directories.free(local, made.name(), "task-pve1-1");
        }
        String volume = "volume/local:100/vm-100-disk-0.raw";
        assertEquals(List.of("allocated " + volume, "removed " + volume), tale());
        for (ObjectNode event : told()) {
            assertEquals("task-pve1-1", EventJson.text(event, "task"));
        }
    }

    private static DirectoryStorage worker(Outbox outbox) {
        return new DirectoryStorage(HERE, new HostCommands(), new VolumeNews(Optional.of(outbox), HERE));
    }

    /** The process ends between an act and its event. */
    private void die(VolumeNews news, VolumeId removed, VolumeId made) throws Exception {
        Thread dies = Thread.ofVirtual().start(() -> {
            assertThrows(
                    InterruptedException.class,
                    () -> news.allocated(made, "task-pve1-1", () -> {
                        throw new InterruptedException();
                    }));
            Thread.currentThread().interrupt();
            assertThrows(
                    IOException.class,
                    () -> news.removed(removed, Optional.empty(), () -> {
                        throw new IOException("cut");
                    }));
        });
        dies.join();
    }

    @Test
    void what_a_crash_cut_is_told_at_the_next_start_as_the_files_are() throws Exception {
        VolumeId there = new VolumeId(TestStorage.dir("local", base).id(), "100/vm-100-disk-0.raw");
        VolumeId gone = new VolumeId(there.storage(), "100/vm-100-disk-1.raw");
        try (Outbox outbox = outbox()) {
            VolumeNews news = new VolumeNews(Optional.of(outbox), HERE);
            die(news, gone, there);
            die(news, there, gone);
        }
        assertEquals(List.of(), tale());
        try (Outbox outbox = outbox()) {
            new VolumeNews(Optional.of(outbox), HERE).settle(v -> {
                throw new IOException("the storage is not there");
            });
        }
        assertEquals(List.of(), tale(), "of a storage that is away nothing is said");
        try (Outbox outbox = outbox()) {
            new VolumeNews(Optional.of(outbox), HERE).settle(there::equals);
        }
        assertEquals(List.of("allocated volume/" + there, "removed volume/" + gone), tale());
    }
}
