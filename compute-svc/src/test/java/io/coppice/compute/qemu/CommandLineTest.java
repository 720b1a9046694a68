package io.coppice.compute.qemu;

import static io.coppice.testkit.Golden.assertGolden;
import static io.coppice.testkit.Golden.lines;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.RunFolder;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.qemu.Launch.Accelerator;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.Vmid;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Configurations and the command lines that they become, each beside its golden file. */
class CommandLineTest {
    private static final Launch.Surroundings AROUND =
            new Launch.Surroundings(Build.upstream("7.2.22"), Host.plain("pve1", "x86_64", 8));

    private static final Map<String, String> CONFIGURATIONS = Map.of(
            "bare",
            "",
            "small-on-serial",
            """
            memory: 16
            name: counter
            scsi0: local:100/vm-100-disk-0.raw,size=1M
            serial0: socket
            vga: none
            """,
            "linux-from-iso",
            """
            agent: 1
            boot: order=scsi0;ide2;net0
            cores: 2
            ide2: local:iso/debian.iso,media=cdrom
            memory: 2048
            net0: virtio=BC:24:11:00:00:01,bridge=vmbr0
            scsi0: local:100/vm-100-disk-0.qcow2,discard=on,iothread=1,size=8G,ssd=1
            scsihw: virtio-scsi-single
            smbios1: uuid=7b9a2c1e-0000-4000-8000-000000000100
            sockets: 2
            vmgenid: 7b9a2c1e-0000-4000-8000-000000000101
            """,
            "all-buses",
            """
            cdrom: none,media=cdrom
            ide0: local:100/vm-100-disk-0.qcow2
            sata1: local:100/vm-100-disk-1.raw,cache=writeback
            scsi8: local:100/vm-100-disk-2.qcow2,mbps_rd=10,iops=100
            virtio3: local:100/vm-100-disk-3.vmdk,ro=1,serial=A1
            """,
            "machine-and-clock",
            """
            acpi: 0
            balloon: 0
            cpu: x86-64-v2-AES,flags=+pcid
            keyboard: de
            localtime: 1
            machine: q35
            net0: e1000=BC:24:11:00:00:02
            net1: virtio=BC:24:11:00:00:03,bridge=vmbr1,mtu=1400
            numa: 1
            onboot: 1
            reboot: 0
            rng0: source=/dev/urandom
            sockets: 2
            tablet: 0
            tdf: 1
            vga: std,memory=32
            watchdog: model=i6300esb,action=poweroff
            """,
            "many-devices",
            """
            audio0: device=ich9-intel-hda,driver=none
            ivshmem: size=1
            machine: q35
            memory: 256
            net0: virtio=BC:24:11:00:00:04
            numa: 1
            numa0: cpus=0,memory=128
            numa1: cpus=1,memory=128
            ostype: l26
            parallel0: /dev/parport0
            rng0: source=/dev/random,max_bytes=512,period=500
            sata0: local:100/vm-100-disk-0.raw,discard=on
            scsi0: local:100/vm-100-disk-1.raw,iops_rd=5,iops_rd_max=9,wwn=0x5000c500155d1a2b
            scsihw: virtio-scsi-pci
            serial1: socket
            sockets: 2
            usb0: host=1-2
            vga: virtio
            """);

    private static Stream<String> names() {
        return CONFIGURATIONS.keySet().stream().sorted();
    }

    private static Launch launch(String configuration, Accelerator accelerator) {
        Vm vm = Vm.parse(new Vmid(100), configuration);
        Map<String, Opening> openings = new LinkedHashMap<>();
        for (Drive drive : vm.drives()) {
            drive.volume().ifPresent(v -> {
                String format = v.name().endsWith(".iso") ? "raw" : v.name().replaceFirst(".*\\.", "");
                openings.put(
                        drive.option(),
                        new Opening.FileOpening(
                                "/srv/" + v.name(), format, v.name().endsWith(".iso"), 1 << 20));
            });
        }
        return new Launch(vm, openings, new RunFolder(Path.of("/run/q")), accelerator, false, AROUND);
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_configuration_becomes_its_command_line(String name) {
        String configuration = CONFIGURATIONS.getOrDefault(name, "");
        assertGolden("argv/" + name + ".txt", lines(CommandLine.of(launch(configuration, Accelerator.TCG))));
    }

    @Test
    void kvm_is_used_where_the_node_has_it_and_the_guest_wants_it() {
        assertTrue(lines(CommandLine.of(launch("", Accelerator.KVM))).contains("accel=kvm"));
        assertTrue(lines(CommandLine.of(launch("kvm: 0\n", Accelerator.KVM))).contains("accel=tcg"));
    }

    @Test
    void a_text_in_base64_is_decoded_and_cannot_add_an_argument_of_its_own() {
        assertTrue(CommandLine.of(launch("smbios1: manufacturer=QSxC,base64=1\n", Accelerator.TCG))
                .contains("type=1,manufacturer=A,,B"));
    }

    @Test
    void what_cannot_be_served_is_refused_and_named() {
        for (String option : List.of("virtiofs0: data", "usb0: spice", "hostpci0: 0000:01:00", "hugepages: 2")) {
            Refused refused =
                    assertThrows(Refused.class, () -> CommandLine.of(launch(option + "\n", Accelerator.TCG)), option);
            String text = String.valueOf(refused.getMessage());
            assertTrue(text.contains(option.substring(0, option.indexOf(':'))), text);
        }
    }
}
