package io.coppice.compute.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.Vm;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BelongingsTest {
    private static final Vmid GUEST = new Vmid(100);

    @Test
    void a_machines_devices_of_the_host_are_told_from_those_that_any_host_has() {
        Vm vm = Vm.parse(
                GUEST,
                "hostpci0: 0000:01:00.0\nide2: cdrom,media=cdrom\nserial0: socket\nserial1: /dev/ttyS0\nusb0: spice\n"
                        + "usb1: host=1-1\nnet0: virtio=52:54:00:00:00:01,bridge=vmbr0\n");
        assertEquals(
                List.of("hostpci0", "ide2", "serial1", "usb1"),
                Belongings.of(vm).devices());
    }

    @Test
    void a_containers_directories_of_the_host_go_along_where_they_are_said_to_be_shared() {
        Ct ct = Ct.parse(
                GUEST,
                "mp0: /mnt/here,mp=/here\nmp1: /mnt/all,mp=/all,shared=1\nrootfs: local:100/vm-100-disk-0.raw\n");
        assertEquals(List.of("mp0"), Belongings.of(ct).devices());
        assertEquals(
                List.of("local:100/vm-100-disk-0.raw"),
                Belongings.of(ct).volumes().stream()
                        .map(i -> i.volume().toString())
                        .toList());
    }

    @Test
    void volumes_of_snapshots_and_of_what_waits_are_among_them_each_once() {
        Vm vm = Vm.parse(
                GUEST,
                "scsi0: local:100/vm-100-disk-0.qcow2\nunused0: local:100/vm-100-disk-1.raw\n\n[PENDING]\n"
                        + "scsi1: local:100/vm-100-disk-2.raw\n\n[before]\nscsi0: local:100/vm-100-disk-0.qcow2\n"
                        + "scsi2: local:101/vm-101-disk-0.raw\n");
        assertEquals(
                "[scsi0 true, unused0 true, scsi1 true, scsi2 false]",
                Belongings.of(vm).volumes().stream()
                        .map(i -> i.option() + " " + i.own())
                        .toList()
                        .toString());
    }

    @Test
    void a_volume_gets_its_other_name_wherever_it_stands_and_nothing_else_does() {
        Vm vm = Vm.parse(
                GUEST,
                "description: local:100/vm-100-disk-0.qcow2\nscsi0: local:100/vm-100-disk-0.qcow2,size=8G\n"
                        + "scsi1: file=local:100/vm-100-disk-0.qcow2,size=8G\nscsi2: local:100/vm-100-disk-0.qcow2x\n\n"
                        + "[before]\nscsi0: local:100/vm-100-disk-0.qcow2,size=8G\n");
        String renamed = Renamed.in(
                        vm.config(),
                        Map.of(
                                VolumeId.parse("local:100/vm-100-disk-0.qcow2"),
                                VolumeId.parse("fast:100/vm-100-disk-7.qcow2")))
                .text();
        assertEquals(
                vm.config()
                        .text()
                        .replace("0.qcow2,size", "7.qcow2,size")
                        .replace("local:100/vm-100-disk-7", "fast:100/vm-100-disk-7"),
                renamed);
    }
}
