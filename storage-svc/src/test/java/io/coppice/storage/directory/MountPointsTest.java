package io.coppice.storage.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MountPointsTest {
    @Test
    void mount_points_are_read_with_their_blanks() {
        String mountinfo = """
                21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
                40 21 0:34 / /mnt/two\\040words\\134x rw - nfs4 192.0.2.1:/srv rw
                torn line
                """;
        assertEquals(Set.of(Path.of("/"), Path.of("/mnt/two words\\x")), MountPoints.parse(mountinfo));
    }

    @Test
    void what_is_mounted_here_is_not_missing() throws Exception {
        assertTrue(MountPoints.ofHost().contains(Path.of("/proc")));
        assertEquals(Optional.empty(), MountPoints.missing(Optional.of(Path.of("/proc/"))));
        assertEquals(Optional.empty(), MountPoints.missing(Optional.empty()));
        Optional<Path> none = Optional.of(Path.of("/proc/none"));
        assertEquals(none, MountPoints.missing(none));
    }
}
