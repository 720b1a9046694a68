package io.coppice.compute.lxc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.compute.guest.Ct;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CtLimitsTest {
    private static final Ct CT =
            Ct.parse(new Vmid(101), "cores: 2\ncpulimit: 1.5\ncpuunits: 200\nmemory: 64\nswap: 32\n");

    @Test
    void cgroup_v1_bounds_memory_and_swap_together() {
        Map<String, String> limits = CtLimits.of(CT, false, true, List.of(0, 1, 2, 3));
        assertEquals("67108864", limits.get("memory.limit_in_bytes"));
        assertEquals("100663296", limits.get("memory.memsw.limit_in_bytes"));
        assertEquals("150000", limits.get("cpu.cfs_quota_us"));
        assertEquals("200", limits.get("cpu.shares"));
    }

    @Test
    void cgroup_v2_bounds_swap_alone() {
        Map<String, String> limits = CtLimits.of(CT, true, true, List.of(0, 1, 2, 3));
        assertEquals("67108864", limits.get("memory.max"));
        assertEquals("33554432", limits.get("memory.swap.max"));
        assertEquals("150000 100000", limits.get("cpu.max"));
        assertEquals("200", limits.get("cpu.weight"));
    }

    @Test
    void a_kernel_that_does_not_count_swap_is_not_asked_to() {
        assertEquals(false, CtLimits.of(CT, false, false, List.of(0)).containsKey("memory.memsw.limit_in_bytes"));
        assertEquals(false, CtLimits.of(CT, true, false, List.of(0)).containsKey("memory.swap.max"));
    }

    @Test
    void cores_are_as_many_of_the_hosts_others_for_each_container() {
        List<Integer> host = List.of(0, 1, 2, 5);
        assertEquals("1,2", CtLimits.of(CT, false, true, host).get("cpuset.cpus"));
        Ct other = Ct.parse(new Vmid(103), "cores: 2\n");
        assertEquals("0,5", CtLimits.of(other, false, true, host).get("cpuset.cpus"));
        Ct all = Ct.parse(new Vmid(103), "");
        assertEquals("0,1,2,5", CtLimits.of(all, false, true, host).get("cpuset.cpus"));
    }

    @Test
    void without_a_limit_there_is_none() {
        Ct free = Ct.parse(new Vmid(101), "");
        assertEquals("-1", CtLimits.of(free, false, true, List.of(0)).get("cpu.cfs_quota_us"));
        assertEquals("max 100000", CtLimits.of(free, true, true, List.of(0)).get("cpu.max"));
    }
}
