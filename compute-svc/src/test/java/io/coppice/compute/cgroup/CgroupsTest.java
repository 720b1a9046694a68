package io.coppice.compute.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.coppice.compute.guest.Vm;
import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over plain files in place of the kernel's. */
class CgroupsTest {
    @TempDir
    @SuppressWarnings("NullAway")
    private Path root;

    private static Vm vm(String text) {
        return Vm.parse(new Vmid(100), text);
    }

    private String read(String file) throws IOException {
        return Files.readString(root.resolve(file)).strip();
    }

    @Test
    void with_one_hierarchy_a_guest_has_weight_limit_and_processors() throws IOException {
        Files.writeString(root.resolve("cgroup.controllers"), "cpu cpuset");
        new Cgroups(root).place(vm("cpuunits: 200\ncpulimit: 1.5\naffinity: 0-1\n"), 4711);
        assertEquals("200", read("coppice/100/cpu.weight"));
        assertEquals("150000 100000", read("coppice/100/cpu.max"));
        assertEquals("0-1", read("coppice/100/cpuset.cpus"));
        assertEquals("4711", read("coppice/100/cgroup.procs"));
        assertEquals("+cpu +cpuset", read("coppice/cgroup.subtree_control"));
    }

    @Test
    void with_several_hierarchies_it_is_in_those_that_matter() throws IOException {
        Files.createDirectories(root.resolve("cpu"));
        new Cgroups(root).place(vm(""), 4711);
        assertEquals("1024", read("cpu/coppice/100/cpu.shares"));
        assertEquals("-1", read("cpu/coppice/100/cpu.cfs_quota_us"));
        assertFalse(Files.exists(root.resolve("cpuset")));
    }

    @Test
    void an_affinity_can_be_changed_and_given_up() throws IOException {
        Files.createDirectories(root.resolve("cpuset"));
        Files.writeString(root.resolve("cpuset/cpuset.cpus"), "0-7\n");
        Files.writeString(root.resolve("cpuset/cpuset.mems"), "0\n");
        Cgroups cgroups = new Cgroups(root);
        cgroups.place(vm("affinity: 2,4\n"), 4711);
        assertEquals("2,4", read("cpuset/coppice/100/cpuset.cpus"));
        assertEquals("0", read("cpuset/coppice/100/cpuset.mems"));
        cgroups.limit(vm(""));
        assertEquals("0-7", read("cpuset/coppice/100/cpuset.cpus"));
    }
}
