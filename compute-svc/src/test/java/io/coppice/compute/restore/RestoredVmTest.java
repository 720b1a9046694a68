package io.coppice.compute.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.archive.vma.VmaHeader;
import io.coppice.compute.create.NewDisk;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RestoredVmTest {
    private static final String CONFIG = """
            #said of it
            cores: 2
            ide2: local:iso/x.iso,media=cdrom
            lock: backup
            name: web
            net0: virtio=02:00:00:00:00:01,bridge=vmbr0
            scsi0: fast:100/vm-100-disk-0.qcow2,size=1G,discard=on
            scsi1: fast:100/vm-100-disk-1.raw,backup=0,size=1G
            scsi2: fast:100/vm-100-disk-2.raw,size=1G
            smbios1: uuid=11111111-1111-1111-1111-111111111111,serial=x
            vmgenid: 22222222-2222-2222-2222-222222222222
            #qmdump#map:scsi0:drive-scsi0:fast:qcow2:
            """;

    private static RestoredVm restored(Optional<String> storage, boolean unique, Map<String, String> options) {
        VmaHeader header = new VmaHeader(
                UUID.randomUUID(),
                1,
                Map.of("qemu-server.conf", CONFIG.getBytes(StandardCharsets.UTF_8)),
                List.of(
                        new VmaHeader.Device(1, "drive-scsi0", 1 << 30),
                        new VmaHeader.Device(2, "drive-virtio9", 512)));
        return RestoredVm.of(
                header, new RestoredVm.Wish(new Vmid(200), storage, options, unique, Set.of("200/vm-200-disk-0.raw")));
    }

    @Test
    void disks_are_made_anew_where_they_were_and_nothing_of_another_guest_is_named() {
        RestoredVm vm = restored(Optional.empty(), false, Map.of());
        assertEquals(List.of(new NewDisk("scsi0", "fast", 1 << 20, "qcow2", "vm-200-disk-1.qcow2")), vm.disks());
        assertEquals(Map.of("scsi0", 1), vm.devices());
        assertTrue(vm.text().contains("scsi0: fast:200/vm-200-disk-1.qcow2,discard=on,size=1G"), vm.text());
        assertFalse(vm.text().contains("vm-100"), vm.text());
        assertFalse(vm.text().contains("lock:") || vm.text().contains("qmdump"), vm.text());
        assertTrue(vm.text().contains("#said of it") && vm.text().contains("ide2: local:iso/x.iso"), vm.text());
        assertEquals(3, vm.said().size(), vm.said().toString());
    }

    @Test
    void ids_are_kept_unless_the_guest_shall_be_another() {
        String same = restored(Optional.of("slow"), false, Map.of()).text();
        assertTrue(same.contains("02:00:00:00:00:01") && same.contains("uuid=11111111-"), same);
        assertFalse(same.contains("22222222-2222"), same);
        String other = restored(Optional.of("slow"), true, Map.of("cores", "4", "name", "b"))
                .text();
        assertFalse(other.contains("02:00:00:00:00:01") || other.contains("uuid=11111111-"), other);
        assertTrue(other.contains(",serial=x") && other.contains("cores: 4") && other.contains("name: b"), other);
        assertTrue(other.contains("scsi0: slow:200/"), other);
    }

    @Test
    void an_archive_without_a_configuration_is_none_of_a_vm() {
        VmaHeader header = new VmaHeader(UUID.randomUUID(), 1, Map.of(), List.of());
        assertThrows(
                Refused.class,
                () -> RestoredVm.of(
                        header, new RestoredVm.Wish(new Vmid(200), Optional.empty(), Map.of(), false, Set.of())));
    }
}
