package io.coppice.compute.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.IdMap;
import io.coppice.compute.guest.MountPoint;
import io.coppice.contract.word.Vmid;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CtInBackupTest {
    private static final Ct CT = Ct.parse(new Vmid(100), """
            hostname: a
            lock: backup
            mp0: local:100/vm-100-disk-1.raw,mp=/srv/a,backup=1,size=1G
            mp1: local:100/vm-100-disk-2.raw,mp=/srv/b,size=1G
            mp2: /srv/host,mp=/srv/c,backup=1
            rootfs: local:100/vm-100-disk-0.raw,size=4G
            unused0: local:100/vm-100-disk-3.raw
            lxc.cgroup.pids.max: 100
            """);

    @Test
    void volumes_that_say_so_are_in_it_and_what_is_no_volume_never() {
        assertEquals(
                List.of("rootfs", "mp0"),
                CtInBackup.included(CT).stream().map(MountPoint::option).toList());
        assertEquals(
                List.of(
                        "including mount point rootfs ('/') in backup",
                        "including mount point mp0 ('/srv/a') in backup",
                        "excluding volume mount point mp1 ('/srv/b') from backup (disabled)",
                        "excluding bind mount point mp2 ('/srv/c') from backup (not a volume)"),
                CtInBackup.said(CT));
    }

    @Test
    void its_configuration_is_what_holds_without_lock_and_leavings() {
        String text = CtInBackup.config(CT);
        assertTrue(text.contains("hostname: a") && text.contains("mp1: ") && text.contains("lxc.cgroup.pids.max: 100"));
        assertFalse(text.contains("lock") || text.contains("unused"), text);
    }

    @Test
    void tar_gets_the_configuration_first_and_excludes_by_where_they_are_anchored() {
        List<String> argv = TarCall.argv(
                IdMap.of(true),
                Path.of("/head"),
                Path.of("/root"),
                List.of("/srv/a"),
                List.of("/tmp/?*", "*.bak", "/var/cache"));
        assertEquals("lxc-usernsexec", argv.getFirst());
        List<String> end = argv.subList(argv.indexOf("--directory=/head"), argv.size());
        assertEquals(
                List.of(
                        "--directory=/head",
                        "./etc/vzdump/pct.conf",
                        "--directory=/root",
                        "--no-anchored",
                        "--exclude=lost+found",
                        "--exclude=*.bak",
                        "--anchored",
                        "--exclude=./tmp/?*",
                        "--exclude=./var/cache",
                        "./",
                        "./srv/a"),
                end);
    }
}
