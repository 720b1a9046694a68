package io.coppice.compute.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestoredCtTest {
    private static final String ARCHIVED = """
            #a word
            hostname: a
            mp0: other:100/vm-100-disk-1.raw,mp=/srv/a,backup=1,size=1G
            mp1: /srv/host,mp=/srv/c
            net0: name=eth0,bridge=vmbr0,hwaddr=02:00:00:00:00:01,type=veth
            rootfs: other:100/vm-100-disk-0.raw,size=4G
            lxc.cgroup.pids.max: 100
            """;

    private static RestoredCt restored(Map<String, String> options, boolean unique, boolean raw) {
        return RestoredCt.of(
                ARCHIVED,
                new RestoredCt.Wish(new Vmid(101), "local", options, unique, raw, Set.of("101/vm-101-disk-0.raw")));
    }

    @Test
    void the_archives_volumes_are_made_again_in_their_sizes_on_one_storage() {
        RestoredCt it = restored(Map.of("hostname", "b"), false, false);
        assertEquals(
                List.of("mp0 local 1048576 vm-101-disk-1.raw", "rootfs local 4194304 vm-101-disk-2.raw"),
                it.disks().stream()
                        .map(d -> d.option() + " " + d.storage() + " " + d.kib() + " " + d.name())
                        .toList());
        String text = it.ct().config().text();
        assertTrue(
                text.contains("mp0: local:101/vm-101-disk-1.raw,") && text.contains("mp1: /srv/host,mp=/srv/c"), text);
        assertTrue(
                text.contains("hostname: b") && text.contains("#a word") && text.contains("02:00:00:00:00:01"), text);
        assertTrue(text.contains("lock: create"), text);
        assertFalse(text.contains("lxc.cgroup") || text.contains("unprivileged"), text);
        assertEquals(1, it.said().size());
    }

    @Test
    void mount_points_that_are_named_hold_and_nothing_of_the_archives() {
        RestoredCt it = restored(Map.of("rootfs", "local:2"), true, true);
        String text = it.ct().config().text();
        assertEquals(1, it.disks().size());
        assertTrue(text.contains("rootfs: local:101/vm-101-disk-1.raw,size=2G"), text);
        assertFalse(text.contains("mp0") || text.contains("mp1") || text.contains("02:00:00:00:00:01"), text);
        assertTrue(text.contains("lxc.cgroup.pids.max: 100"), text);
        assertThrows(Refused.class, () -> restored(Map.of("mp0", "local:2,mp=/x"), false, false));
        assertThrows(Refused.class, () -> restored(Map.of("rootfs", "local:100/vm-100-disk-0.raw"), false, false));
    }
}
