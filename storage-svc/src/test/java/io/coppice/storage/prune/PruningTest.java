package io.coppice.storage.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.api.storage.PruneApi;
import io.coppice.storage.TestNode;
import io.coppice.storage.TestStorage;
import io.coppice.storage.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PruningTest {
    private static final String PATH = "/nodes/{node}/storage/{storage}/prunebackups";
    private TestNode node;

    @TempDir
    private Path base;

    @BeforeEach
    void open() throws IOException {
        node = new TestNode(base);
        for (String name : List.of(
                "qemu-100-2026_01_01-00_00_00.vma",
                "qemu-100-2026_01_02-00_00_00.vma",
                "qemu-100-2026_01_03-00_00_00.vma",
                "lxc-200-2026_01_01-00_00_00.tar.zst",
                "lxc-200-2026_01_02-00_00_00.tar.zst",
                "qemu-mine.vma")) {
            Files.writeString(node.root.resolve("dump/vzdump-" + name), "x");
        }
        Files.createFile(node.root.resolve("dump/vzdump-qemu-100-2026_01_01-00_00_00.vma.protected"));
        Files.writeString(node.root.resolve("dump/vzdump-qemu-100-2026_01_02-00_00_00.vma.notes"), "note");
    }

    @AfterEach
    void close() {
        node.close();
    }

    private static Map<String, Object> rule(String... more) {
        Map<String, Object> all = new HashMap<>(Map.of("storage", "local"));
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private List<String> looked(Map<String, Object> rule) {
        List<?> all = (List<?>) Objects.requireNonNull(node.call(TestNode.ROOT, "GET " + PATH, rule));
        return all.stream()
                .map(m -> (PruneApi.Marked) m)
                .map(m -> m.volid().replaceAll(".*vzdump-|\\..*", "") + " " + m.mark())
                .toList();
    }

    @Test
    void what_would_go_is_shown_and_then_goes() throws Exception {
        assertEquals(
                List.of(
                        "lxc-200-2026_01_01-00_00_00 remove",
                        "lxc-200-2026_01_02-00_00_00 keep",
                        "qemu-100-2026_01_01-00_00_00 protected",
                        "qemu-100-2026_01_02-00_00_00 remove",
                        "qemu-100-2026_01_03-00_00_00 keep",
                        "qemu-mine renamed"),
                looked(rule("prune-backups", "keep-last=1")));
        assertEquals(8, Tree.of(node.root).size(), "looking removes nothing");
        String upid = String.valueOf(node.call(TestNode.ROOT, "DELETE " + PATH, rule("prune-backups", "keep-last=1")));
        assertTrue(upid.contains(":prunebackups:local:"), upid);
        assertEquals("OK", node.end(upid));
        assertEquals(
                Set.of(
                        "dump/vzdump-lxc-200-2026_01_02-00_00_00.tar.zst",
                        "dump/vzdump-qemu-100-2026_01_01-00_00_00.vma",
                        "dump/vzdump-qemu-100-2026_01_01-00_00_00.vma.protected",
                        "dump/vzdump-qemu-100-2026_01_03-00_00_00.vma",
                        "dump/vzdump-qemu-mine.vma"),
                Tree.of(node.root).keySet());
    }

    @Test
    void the_storages_own_rule_holds_where_none_is_given() {
        assertTrue(node.refusal(TestNode.ROOT, "GET " + PATH, rule()).contains("prune-backups="));
        TestStorage.define(
                node.store,
                "dir",
                "local",
                Map.of("path", node.root.toString(), "content", TestStorage.ALL, "prune-backups", "keep-all=1"));
        assertEquals(
                List.of("lxc-200-2026_01_01-00_00_00 keep", "lxc-200-2026_01_02-00_00_00 keep"),
                looked(rule("type", "lxc")));
        assertEquals(3, looked(rule("vmid", "100")).size());
        assertTrue(node.refusal(TestNode.ROOT, "GET " + PATH, rule("prune-backups", "keep-often=1"))
                .startsWith("400 "));
    }

    @Test
    void one_guests_backups_are_pruned_by_who_may_back_it_up() throws Exception {
        node.access(
                "user:some@pve:1:0::::::",
                "acl:1:/storage/local:some@pve:PVEDatastoreUser:",
                "acl:1:/vms/100:some@pve:PVEVMAdmin:");
        String path = "DELETE " + PATH;
        assertTrue(node.refusal("some@pve", path, rule("prune-backups", "keep-last=1"))
                .startsWith("403 "));
        assertTrue(node.refusal("some@pve", path, rule("prune-backups", "keep-last=1", "vmid", "200"))
                .startsWith("403 "));
        String upid = String.valueOf(node.call("some@pve", path, rule("prune-backups", "keep-last=1", "vmid", "100")));
        assertEquals("OK", node.end(upid));
        assertEquals(
                2, looked(rule("prune-backups", "keep-all=1", "vmid", "100")).size());
        assertEquals(
                2, looked(rule("prune-backups", "keep-all=1", "vmid", "200")).size());
    }
}
