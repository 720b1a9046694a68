package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A folder that all hosts see is a storage of three nodes: a guest moves, and its disk stays where it is. */
final class SharedStorage {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String VM = "102";
    private static final String DISK = "images/102/vm-102-disk-0.qcow2";
    private final ClusterRig rig;
    private final MovingGuests guests;
    private final Path folder;

    /** @param folder as all hosts see it; not there yet */
    SharedStorage(ClusterRig rig, Path folder) {
        this.rig = rig;
        this.guests = new MovingGuests(rig, 3);
        this.folder = folder;
    }

    /** On the second node a guest is made; it runs on the first, and ends there with its disk. */
    void aGuestMovesAndItsDiskStays() throws Exception {
        rig.coppice(
                1,
                "pvesm",
                "add",
                "dir",
                "common",
                "--path",
                folder.toString(),
                "--content",
                "images",
                "--shared",
                "1");
        rig.coppice(2, "qm", "create", VM, "--memory", "64", "--vga", "none", "--scsi0", "common:0.01,format=qcow2");
        fill();
        String sum = MovingGuests.sum(folder.resolve(DISK));
        Object inode = Files.getAttribute(folder.resolve(DISK), "unix:ino");
        String disk = disk(2);

        move(2, 1);
        assertEquals(disk, disk(1));
        assertEquals(sum, MovingGuests.sum(folder.resolve(DISK)));
        assertEquals(inode, Files.getAttribute(folder.resolve(DISK), "unix:ino"), "it is the same file");
        rig.coppice(1, "qm", "start", VM);
        Programs.Ended twice = rig.tryCoppice(2, "qm", "start", VM);
        assertNotEquals(0, twice.exit(), "its former node does not run it");
        rig.coppice(1, "qm", "stop", VM);
        assertEquals(sum, MovingGuests.sum(folder.resolve(DISK)), "after it ran");

        aNodeThatLacksTheStorageIsRefused();
        rig.coppice(1, "qm", "destroy", VM);
        Await.until("its disk is gone", SOON, () -> !Files.exists(folder.resolve(DISK)));
        rig.coppice(1, "pvesm", "remove", "common");
    }

    private void aNodeThatLacksTheStorageIsRefused() throws Exception {
        rig.coppice(3, "pvesm", "set", "common", "--nodes", "pve1,pve3");
        JsonNode told = rig.get(2, "/nodes/pve1/qemu/" + VM + "/migrate");
        assertEquals("[\"pve3\"]", told.path("allowed_nodes").toString());
        Programs.Ended refused = rig.tryCoppice(1, "qm", "migrate", VM, "pve2");
        assertNotEquals(0, refused.exit(), refused.output());
        assertTrue(refused.output().contains("common"), refused.output());
        assertEquals(List.of(1), guests.owners(1, "qemu-server", Integer.parseInt(VM)));
        assertFalse(rig.get(1, "/nodes/pve1/qemu/" + VM + "/config").has("lock"));
        assertTrue(Files.exists(folder.resolve(DISK)));
        move(1, 3);
        move(3, 1);
    }

    /** Asked for on a node that may have no part in it. */
    private void move(int from, int to) throws Exception {
        String said = rig.coppice(
                3, "pvesh", "create", "/nodes/pve" + from + "/qemu/" + VM + "/migrate", "--target", "pve" + to);
        for (int node = 1; node <= 3; node++) {
            int asked = node;
            Await.until(
                    "pve" + node + " says that pve" + to + " has it: " + said,
                    SOON,
                    () -> guests.owners(asked, "qemu-server", Integer.parseInt(VM))
                            .equals(List.of(to)));
        }
        Await.until(
                "it is locked no more",
                SOON,
                () -> !Files.readString(guests.config(to, to, "qemu-server", Integer.parseInt(VM)))
                        .contains("lock:"));
    }

    private String disk(int owner) throws Exception {
        return rig.get(3, "/nodes/pve" + owner + "/qemu/" + VM + "/config")
                .path("scsi0")
                .asText();
    }

    /** Random bytes in the image, as another program would have written them. */
    private void fill() throws Exception {
        byte[] bytes = new byte[5 << 20];
        new Random(12).nextBytes(bytes);
        Path raw = Files.write(folder.resolve("random"), bytes);
        rig.on(
                2,
                "qemu-img",
                "convert",
                "-O",
                "qcow2",
                raw.toString(),
                folder.resolve(DISK).toString());
        Files.delete(raw);
    }
}
