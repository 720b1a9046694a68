package io.coppice.compute.lxc;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CtGroupsTest {
    @TempDir
    Path root;

    @Test
    void what_a_killed_monitor_left_is_removed_from_every_hierarchy_and_nothing_else() throws Exception {
        Path inner = Files.createDirectories(root.resolve("memory/coppice/lxc/101/ns/system.slice"));
        Path monitor = Files.createDirectories(root.resolve("pids/coppice/lxc.monitor/101"));
        Path other = Files.createDirectories(root.resolve("memory/coppice/lxc/1010/ns"));
        new CtGroups(root).clear(new Vmid(101));
        assertTrue(Files.notExists(inner.getParent().getParent()));
        assertTrue(Files.notExists(monitor));
        assertTrue(Files.exists(other));
    }

    @Test
    void a_group_that_is_in_use_is_told() throws Exception {
        Files.writeString(
                Files.createDirectories(root.resolve("pids/coppice/lxc/101")).resolve("x"), "");
        assertThrows(IOException.class, () -> new CtGroups(root).clear(new Vmid(101)));
    }
}
