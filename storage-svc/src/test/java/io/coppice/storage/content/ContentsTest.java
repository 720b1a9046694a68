package io.coppice.storage.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.storage.TestNode;
import io.coppice.storage.TestStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /nodes/{node}/storage} through the dispatcher, with real files and the real qemu-img. */
final class ContentsTest {
    private static final String LIST = "GET /nodes/{node}/storage";
    private static final String ONE = "/nodes/{node}/storage/{storage}";
    private static final String CONTENT = "GET " + ONE + "/content";
    private static final String ALLOCATE = "POST " + ONE + "/content";
    private static final String VOLUME = ONE + "/content/{volume}";
    private static final String BACKUP = "backup/vzdump-qemu-100-2026_01_01-00_00_00.vma.zst";
    private TestNode node;

    @TempDir
    private Path base;

    @BeforeEach
    void open() throws IOException {
        node = new TestNode(base);
    }

    @AfterEach
    void close() {
        node.close();
    }

    private void define(String id, String... options) {
        Map<String, String> all = new HashMap<>(Map.of("path", base.resolve(id).toString()));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        TestStorage.define(node.store, "dir", id, all);
    }

    private List<String> ids(String as, Map<String, Object> filter) {
        return node.list(as, LIST, filter).stream()
                .map(s -> s.get("storage").toString())
                .toList();
    }

    private Map<String, Object> allocation(String filename, String size) {
        return new HashMap<>(Map.of("storage", "local", "vmid", 100, "filename", filename, "size", size));
    }

    private List<String> volumes(String as, Map<String, Object> filter) {
        Map<String, Object> all = new HashMap<>(filter);
        all.putIfAbsent("storage", "local");
        return node.list(as, CONTENT, all).stream()
                .map(v -> v.get("volid").toString())
                .toList();
    }

    @Test
    void storages_are_filtered_by_what_is_asked() {
        define("isos", "content", "iso");
        define("off", "disable", "1");
        define("other", "nodes", "pve2");
        define("both", "nodes", "pve1,pve2", "shared", "1", "content", "images");
        assertEquals(List.of("both", "isos", "local", "off"), ids(TestNode.ROOT, Map.of()));
        assertEquals(List.of("both", "isos", "local"), ids(TestNode.ROOT, Map.of("enabled", 1)));
        assertEquals(List.of("isos", "local"), ids(TestNode.ROOT, Map.of("content", "iso")));
        assertEquals(List.of("both", "isos", "local", "off"), ids(TestNode.ROOT, Map.of("content", "iso,images")));
        assertEquals(List.of("isos"), ids(TestNode.ROOT, Map.of("storage", "isos")));
        assertEquals(List.of(), ids(TestNode.ROOT, Map.of("storage", "none")));
        assertEquals(List.of("both"), ids(TestNode.ROOT, Map.of("target", "pve2")), "only what both nodes see alike");
        assertTrue(
                node.list(TestNode.ROOT, LIST, Map.of("format", 1)).getFirst().containsKey("formats"));
        assertTrue(
                node.refusal(TestNode.ROOT, LIST, Map.of("content", "nonsense")).startsWith("400 "));
    }

    @Test
    void a_storage_that_is_not_there_is_not_active() {
        define("gone", "create-base-path", "0");
        define("unmounted", "is_mountpoint", "1");
        define("off", "disable", "1");
        for (String id : List.of("gone", "unmounted", "off")) {
            Map<String, Object> status = node.map(TestNode.ROOT, "GET " + ONE + "/status", Map.of("storage", id));
            assertEquals(false, status.get("active"), id);
            assertEquals(0L, status.get("total"), id);
            String refusal = node.refusal(TestNode.ROOT, CONTENT, Map.of("storage", id));
            assertTrue(refusal.startsWith("500 ") && refusal.contains("'" + id + "'"), refusal);
        }
        assertFalse(Files.exists(base.resolve("gone")));
        Map<String, Object> local = node.map(TestNode.ROOT, "GET " + ONE + "/status", Map.of("storage", "local"));
        assertEquals(true, local.get("active"));
        assertTrue((Long) local.get("total") >= (Long) local.get("used"));
        assertEquals("dir", local.get("type"));
    }

    @Test
    void a_storage_of_other_nodes_or_of_none_is_refused_by_name() {
        define("other", "nodes", "pve2");
        assertEquals(
                "500 storage 'other' is not available on node 'pve1'",
                node.refusal(TestNode.ROOT, CONTENT, Map.of("storage", "other")));
        assertEquals(
                "500 storage 'none' does not exist", node.refusal(TestNode.ROOT, CONTENT, Map.of("storage", "none")));
    }

    @ParameterizedTest
    @CsvSource({
        "vm-100-disk-0.raw,1,1024", "vm-100-disk-0.raw,1M,1048576", "vm-100-a.qcow2,7G,7516192768",
        "vm-100-disk-0.vmdk,64,65536", "vm-100-disk-9,2M,2097152", "base-100-disk-0.raw,4,4096"
    })
    void an_image_of_the_size_is_made(String filename, String size, long bytes) {
        String volid = String.valueOf(node.call(TestNode.ROOT, ALLOCATE, allocation(filename, size)));
        String suffix = filename.contains(".") ? "" : ".raw";
        assertEquals("local:100/" + filename + suffix, volid);
        Map<String, Object> read =
                node.map(TestNode.ROOT, "GET " + VOLUME, Map.of("storage", "local", "volume", volid));
        assertEquals(bytes, read.get("size"));
        assertEquals(List.of(volid), volumes(TestNode.ROOT, Map.of("content", "images")));
        assertTrue(node.refusal(TestNode.ROOT, ALLOCATE, allocation(filename, size))
                .contains("exists already"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vm-100-disk-0.raw|0|size",
                "vm-100-disk-0.raw|99999999999999999999G|size",
                "vm-100-disk-0.raw|9999999999G|size",
                "vm-100-disk-0.raw|-1|size",
                "vm-100-disk-0.raw|1T|size",
                "vm-100-disk-0.raw|1.5G|size",
                "vm-100-disk-0.subvol|1M|format",
                "vm-101-disk-0.raw|1M|filename",
                "disk.raw|1M|filename",
                "../vm-100-disk-0.raw|1M|filename",
                "vm-100-../../x.raw|1M|filename"
            })
    void what_cannot_be_made_is_refused_by_its_name_and_leaves_nothing(String filename, String size, String named)
            throws IOException {
        String refusal = node.refusal(TestNode.ROOT, ALLOCATE, allocation(filename, size));
        assertTrue(refusal.startsWith("400 ") && refusal.contains(named + "="), refusal);
        try (var left = Files.list(node.root.resolve("images"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void a_format_that_is_not_the_suffixes_is_refused() {
        Map<String, Object> all = allocation("vm-100-disk-0.raw", "1M");
        all.put("format", "qcow2");
        assertTrue(node.refusal(TestNode.ROOT, ALLOCATE, all).contains("format="));
    }

    @Test
    void notes_and_protection_are_a_backups_and_protection_holds() throws Exception {
        Path file = Files.writeString(node.root.resolve(BACKUP.replace("backup/", "dump/")), "x");
        Map<String, Object> one = Map.of("storage", "local", "volume", BACKUP);
        Map<String, Object> change = new HashMap<>(one);
        change.put("notes", "before the upgrade\nto 9");
        change.put("protected", 1);
        node.call(TestNode.ROOT, "PUT " + VOLUME, change);
        Map<String, Object> read = node.map(TestNode.ROOT, "GET " + VOLUME, one);
        assertEquals("before the upgrade\nto 9", read.get("notes"));
        assertEquals(1, read.get("protected"));
        String upid = String.valueOf(node.call(TestNode.ROOT, "DELETE " + VOLUME, one));
        assertTrue(node.end(upid).contains("protected"));
        change.put("notes", "");
        change.put("protected", 0);
        node.call(TestNode.ROOT, "PUT " + VOLUME, change);
        assertFalse(node.map(TestNode.ROOT, "GET " + VOLUME, one).containsKey("notes"));
        assertEquals("OK", node.end(String.valueOf(node.call(TestNode.ROOT, "DELETE " + VOLUME, one))));
        assertFalse(Files.exists(file));
        change.put("notes", "x".repeat(70_000));
        Files.writeString(file, "x");
        assertTrue(node.refusal(TestNode.ROOT, "PUT " + VOLUME, change).contains("notes="));
        node.call(TestNode.ROOT, ALLOCATE, allocation("vm-100-disk-0.raw", "1M"));
        assertTrue(node.refusal(
                        TestNode.ROOT,
                        "PUT " + VOLUME,
                        Map.of("storage", "local", "volume", "100/vm-100-disk-0.raw", "notes", "x"))
                .contains("not supported"));
    }

    @Test
    void a_guest_has_as_many_protected_backups_as_its_storage_says() throws Exception {
        TestStorage.define(
                node.store,
                "dir",
                "local",
                Map.of("path", node.root.toString(), "content", TestStorage.ALL, "max-protected-backups", "1"));
        for (String day : List.of("01", "02")) {
            Files.writeString(node.root.resolve("dump/vzdump-qemu-100-2026_01_" + day + "-00_00_00.vma"), "x");
        }
        String first = "backup/vzdump-qemu-100-2026_01_01-00_00_00.vma";
        node.call(TestNode.ROOT, "PUT " + VOLUME, Map.of("storage", "local", "volume", first, "protected", 1));
        node.call(TestNode.ROOT, "PUT " + VOLUME, Map.of("storage", "local", "volume", first, "protected", 1));
        assertTrue(node.refusal(
                        TestNode.ROOT,
                        "PUT " + VOLUME,
                        Map.of("storage", "local", "volume", first.replace("01-00", "02-00"), "protected", 1))
                .contains("limited to 1"));
    }

    @Test
    void an_image_that_others_are_based_on_is_not_removed() throws Exception {
        node.call(TestNode.ROOT, ALLOCATE, allocation("base-100-disk-0.qcow2", "1M"));
        Path clone = Files.createDirectories(node.root.resolve("images/200")).resolve("vm-200-disk-0.qcow2");
        Process made = new ProcessBuilder(
                        "qemu-img",
                        "create",
                        "-q",
                        "-f",
                        "qcow2",
                        "-F",
                        "qcow2",
                        "-b",
                        "../100/base-100-disk-0.qcow2",
                        clone.toString())
                .start();
        assertEquals(0, made.waitFor());
        Map<String, Object> base = Map.of("storage", "local", "volume", "100/base-100-disk-0.qcow2");
        assertTrue(node.end(String.valueOf(node.call(TestNode.ROOT, "DELETE " + VOLUME, base)))
                .contains("still in use"));
        assertEquals(
                List.of("local:100/base-100-disk-0.qcow2/200/vm-200-disk-0.qcow2"),
                volumes(TestNode.ROOT, Map.of("vmid", 200)));
        Files.delete(clone);
        assertEquals("OK", node.end(String.valueOf(node.call(TestNode.ROOT, "DELETE " + VOLUME, base))));
    }

    @Test
    void a_removal_can_be_waited_for() {
        node.call(TestNode.ROOT, ALLOCATE, allocation("vm-100-disk-0.raw", "1M"));
        node.call(
                TestNode.ROOT,
                "DELETE " + VOLUME,
                Map.of("storage", "local", "volume", "100/vm-100-disk-0.raw", "delay", 30));
        assertEquals(List.of(), volumes(TestNode.ROOT, Map.of()));
        assertEquals(
                "500 volume 'local:100/vm-100-disk-0.raw' does not exist",
                node.refusal(
                        TestNode.ROOT,
                        "DELETE " + VOLUME,
                        Map.of("storage", "local", "volume", "100/vm-100-disk-0.raw")));
    }

    @Test
    void a_listing_leaves_out_what_its_caller_may_not_see() throws Exception {
        node.call(TestNode.ROOT, ALLOCATE, allocation("vm-100-disk-0.raw", "1M"));
        Files.writeString(node.root.resolve("template/iso/a.iso"), "x");
        Files.writeString(node.root.resolve("snippets/a.yml"), "x");
        Files.writeString(node.root.resolve(BACKUP.replace("backup/", "dump/")), "x");
        node.access(
                "user:sees@pve:1:0::::::",
                "user:disks@pve:1:0::::::",
                "user:none@pve:1:0::::::",
                "acl:1:/storage/local:sees@pve:PVEAuditor:",
                "acl:1:/storage/local:disks@pve:PVEDatastoreUser:",
                "acl:1:/vms/100:disks@pve:PVEVMAdmin:");
        assertEquals(4, volumes(TestNode.ROOT, Map.of()).size());
        assertEquals(List.of("local:iso/a.iso"), volumes("sees@pve", Map.of()));
        assertEquals(
                List.of("local:100/vm-100-disk-0.raw", "local:backup/" + BACKUP.substring(7), "local:iso/a.iso"),
                volumes("disks@pve", Map.of()).stream().sorted().toList());
        assertTrue(node.refusal("none@pve", CONTENT, Map.of("storage", "local")).startsWith("403 "));
        assertEquals(List.of(), ids("none@pve", Map.of()));
        for (String volume :
                List.of("iso/a.iso", "100/vm-100-disk-0.raw", "snippets/a.yml", "iso/none.iso", "nonsense")) {
            Map<String, Object> one = Map.of("storage", "local", "volume", volume);
            assertTrue(node.refusal("none@pve", "GET " + VOLUME, one).startsWith("403 "), volume);
            assertTrue(node.refusal("none@pve", "DELETE " + VOLUME, one).startsWith("403 "), volume);
        }
        assertTrue(node.refusal("sees@pve", ALLOCATE, allocation("vm-100-disk-1.raw", "1M"))
                .startsWith("403 "));
    }

    @Test
    void an_undo_does_not_hang_on_a_storage_that_is_not_there() {
        String root = "POST /coppice/internal/storage";
        node.call(TestNode.ROOT, root + "/free", Map.of("volume", "nope:100/vm-100-disk-0.raw", "mark", "task-1"));
        node.call(TestNode.ROOT, root + "/free", Map.of("volume", "nope:100/vm-100-disk-0.raw"));
    }

    @Test
    void who_looks_before_making_an_image_is_told_what_is_in_the_way() {
        String look = "GET /coppice/internal/storage/look";
        define("isos", "content", "iso");
        define("off", "content", "images", "disable", "1");
        node.call(TestNode.ROOT, look, Map.of("storage", "local", "format", "qcow2"));
        assertEquals("500 storage 'nope' does not exist", node.refusal(TestNode.ROOT, look, Map.of("storage", "nope")));
        assertEquals("500 storage 'off' is disabled", node.refusal(TestNode.ROOT, look, Map.of("storage", "off")));
        assertEquals(
                "500 storage 'isos' does not support content-type 'images'",
                node.refusal(TestNode.ROOT, look, Map.of("storage", "isos")));
    }
}
