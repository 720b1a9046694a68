package io.coppice.compute.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.RunFolder;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.qemu.Launch.Accelerator;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.host.HostCommands;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we say to QEMU, the one that is installed here understands. Each guest is started paused, and ended. */
class RealQemuTest {
    private static final Vmid GUEST = new Vmid(987652);

    @TempDir
    @SuppressWarnings("NullAway")
    private Path folder;

    private QemuProcess qemu() {
        return new QemuProcess(new RunFolder(folder.resolve("run")), new HostCommands());
    }

    @AfterEach
    void end() throws Exception {
        qemu().end(GUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memory: 32",
                "memory: 32|machine: q35|ostype: l26|cores: 2|balloon: 0|watchdog: i6300esb,action=reset",
                "memory: 32|ide0: a:1/0.raw|ide1: a:1/1.raw|ide2: none,media=cdrom|sata0: a:1/2.raw,ssd=1,serial=A",
                "memory: 32|machine: q35|ide0: a:1/0.raw|ide1: a:1/1.raw|ide3: none,media=cdrom|scsi0: a:1/2.raw",
                "memory: 32|scsi0: a:1/0.raw,mbps_rd=1,iops=9,discard=on|scsi8: a:1/1.raw|scsi20: a:1/2.raw",
                "memory: 32|scsihw: virtio-scsi-single|scsi0: a:1/0.raw,iothread=1|scsi7: a:1/1.raw,werror=report",
                "memory: 32|scsihw: megasas|scsi3: a:1/0.raw|virtio0: a:1/1.raw,iothread=1,cache=unsafe",
                "memory: 32|scsihw: pvscsi|scsi3: a:1/0.raw,vendor=ABC,product=DEF|virtio7: a:1/1.raw,cache=directsync",
                "memory: 64|numa: 1|sockets: 2|cores: 2|vcpus: 1|hotplug: cpu|rng0: source=/dev/urandom|agent: 1",
                "memory: 64|numa: 1|sockets: 2|numa0: cpus=0,memory=32|numa1: cpus=1,memory=32|agent: 1,type=isa",
                "memory: 32|audio0: device=ich9-intel-hda,driver=none|usb0: host=1-9|ivshmem: size=1,name=c987652",
                "memory: 32|audio0: device=AC97,driver=none|usb0: host=1234:5678,usb3=1|usb1: host=1-8",
                "memory: 32|ostype: l26|usb0: host=1-9|usb9: host=1-7|vga: virtio|keyboard: de|serial0: socket",
                "memory: 32|vga: cirrus|net0: virtio=02:00:00:00:00:01,queues=2|net1: e1000=02:00:00:00:00:02|net7: rtl8139",
                "memory: 32|vga: vmware|ostype: win10|tdf: 1|acpi: 0|reboot: 0|startdate: 2020-01-01|cpu: x86-64-v3",
                "memory: 2048|numa: 1|hotplug: memory,cpu|vcpus: 2|cores: 2|balloon: 0",
                "memory: 32|vga: std,clipboard=vnc|cpu: qemu64,flags=+aes;-x2apic,phys-bits=40",
                "memory: 32|vga: serial0|serial0: socket|tablet: 0|cpu: max|name: a,b|smbios1: manufacturer=QSxC,base64=1"
            })
    void a_configuration_is_understood(String lines) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/qemu-system-x86_64")), "no QEMU here");
        Vm vm = Vm.parse(GUEST, lines.replace('|', '\n') + "\n");
        Map<String, Opening> openings = new LinkedHashMap<>();
        for (Drive drive : vm.drives()) {
            if (drive.volume().isPresent()) {
                Path disk = folder.resolve(drive.option() + ".raw");
                try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
                    file.setLength(1 << 20);
                }
                openings.put(drive.option(), new Opening.FileOpening(disk.toString(), "raw", false, 1 << 20));
            }
        }
        Launch.Surroundings around = new ThisHost(new NodeName("pve1"), new HostCommands()).get();
        qemu().start(new Launch(vm, openings, qemu().files(), Accelerator.TCG, true, around));
        assertEquals(
                "prelaunch",
                qemu().talk(GUEST, q -> q.execute("query-status").path("status").asText()));
    }
}
