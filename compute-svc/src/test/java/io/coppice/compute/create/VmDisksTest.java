package io.coppice.compute.create;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.VolumeId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What options name is looked at before a task begins. */
class VmDisksTest {
    private static final String GONE = "local:iso/gone.iso";
    private final VmDisks disks = new FakeStorage().without(GONE).disks();

    private String refusal(Map<String, String> options) {
        return assertThrows(Refused.class, () -> disks.requireThere(options, Set.of()))
                .failure()
                .text();
    }

    @Test
    void a_disk_on_a_storage_that_is_not_there_is_refused() {
        assertEquals("storage 'nope' does not exist", refusal(Map.of("scsi0", "local:1", "scsi1", "nope:1")));
    }

    @Test
    void the_format_that_a_new_disk_will_have_is_told() {
        assertEquals(
                Map.of("scsi0", "raw", "scsi1", "qcow2"),
                disks.requireThere(Map.of("scsi0", "local:1", "scsi1", "local:1,format=qcow2", "name", "x"), Set.of()));
    }

    @Test
    void a_volume_that_is_not_there_is_refused() {
        assertEquals("volume 'local:iso/gone.iso' does not exist", refusal(Map.of("ide2", GONE + ",media=cdrom")));
    }

    @Test
    void what_the_guest_has_already_is_not_looked_at() {
        assertDoesNotThrow(
                () -> disks.requireThere(Map.of("ide2", GONE + ",media=cdrom"), Set.of(VolumeId.parse(GONE))));
    }

    @Test
    void empty_drives_and_options_that_are_no_drives_need_nothing() {
        assertDoesNotThrow(() -> disks.requireThere(
                Map.of("ide2", "none,media=cdrom", "ide0", "cdrom", "net0", "virtio,bridge=nope", "name", "nope:1"),
                Set.of()));
    }
}
