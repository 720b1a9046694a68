package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.systemtest.power.MountedDisk;
import io.coppice.systemtest.power.VolatileDisk.Unflushed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole node whose disk loses power together with all of its processes, its guests too, while clients change things; what
 * was not flushed is dropped, or kept in part. The moments come from a printed seed: {@code -Dcoppice.power.seed=N} repeats
 * them, {@code -Dcoppice.power.losses=20} is the long form.
 */
@EnabledIfSystemProperty(
        named = "coppice.proofs",
        matches = "true",
        disabledReason = "takes minutes: -Dcoppice.proofs=true")
class NodePowerLossTest {
    private static final long SEED = Long.getLong("coppice.power.seed", System.nanoTime());
    private static final int LOSSES = Integer.getInteger("coppice.power.losses", 1);

    @TempDir
    Path folder;

    @Test
    void what_was_acknowledged_outlives_losses_of_power() throws Exception {
        Optional<String> why = MountedDisk.impossible();
        assumeTrue(why.isEmpty(), () -> why.orElse(""));
        assumeTrue(Programs.has("qemu-system-x86_64"), "there is no QEMU");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Random random = new Random(SEED);
        Path file = MountedDisk.blank(folder.resolve("disk"), 4000);
        Path at = folder.resolve("mounted");
        Path data = at.resolve("data");
        MountedDisk disk = MountedDisk.on(folder, file, at);
        try {
            // a Kafka is not the truth, and takes most of a start's time
            Files.writeString(Files.createDirectories(data).resolve("coppice.conf"), "kafka.bootstrap=127.0.0.1:1\n");
            RunningNode node = RunningNode.up(data);
            Clients clients = new Clients(node);
            for (int loss = 0; loss < LOSSES; loss++) {
                Unflushed fate = Unflushed.values()[random.nextInt(2)];
                String what = "loss " + loss + ", " + fate + ", -Dcoppice.power.seed=" + SEED;
                MountedDisk now = disk;
                clients.workUntil(random, () -> {
                    int blocks = now.losePower(fate, random, now.users());
                    System.out.println(what + ": " + blocks + " blocks had not been flushed");
                });
                disk.close();
                assertEquals(List.of(), disk.users(), "processes that outlived the power");
                disk = MountedDisk.on(folder, file, at);
                node.start();
                clients.compare(what, "power");
            }
            assertTrue(clients.acknowledged() > LOSSES, "the clients did nothing");
        } finally {
            disk.close();
        }
    }
}
