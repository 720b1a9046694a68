package io.coppice.compute.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.compute.create.FakeStorage;
import io.coppice.compute.create.FakeTruth;
import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Nic;
import io.coppice.compute.guest.RunFolder;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.machine.GuestHost;
import io.coppice.compute.machine.HostMachine;
import io.coppice.compute.machine.HotChange;
import io.coppice.compute.machine.Quiet;
import io.coppice.compute.qemu.Launch.Accelerator;
import io.coppice.compute.qemu.QemuProcess;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.host.HostCommands;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real QEMU's hardware changes, as QMP tells it. */
class HotChangeTest {
    private static final Vmid GUEST = new Vmid(987651);
    private static final Quiet QUIET = new Quiet();
    private final FakeTruth truth = new FakeTruth();

    @TempDir
    @SuppressWarnings("NullAway")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Owners owners;

    @SuppressWarnings("NullAway.Init")
    private QemuProcess qemu;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/qemu-system-x86_64")), "no QEMU here");
        for (String name : new String[] {"987651-vm-987651-disk-0.raw", "987651-vm-987651-disk-1.raw", "iso-a.iso"}) {
            try (RandomAccessFile file =
                    new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
                file.setLength(1 << 20);
            }
        }
        truth.with(GUEST, """
                ide2: none,media=cdrom
                memory: 32
                net0: virtio=02:00:00:00:00:01
                scsi0: local:987651/vm-987651-disk-0.raw
                scsihw: virtio-scsi-pci
                vga: none
                """);
        HostCommands commands = new HostCommands();
        qemu = new QemuProcess(new RunFolder(folder.resolve("run")), commands);
        owners = new Owners(
                new HostMachine(
                        truth.vms,
                        GuestHost.ofThisMachine(new NodeName("pve1"), folder.resolve("run"), commands),
                        new FakeStorage().in(folder),
                        FakeStorage.system(),
                        () -> Accelerator.TCG),
                vmid -> {},
                vmid -> {},
                why -> {});
        owners.start(vm(), "task-1", QUIET);
    }

    @AfterEach
    void end() throws Exception {
        if (owners != null) {
            owners.end(GUEST);
            owners.close();
        }
    }

    private Vm vm() {
        return truth.vms.read(GUEST);
    }

    private static Drive drive(String option, String text) {
        return Drive.of(option, text).orElseThrow();
    }

    private static Nic nic(String option, String text) {
        return Nic.of(option, text).orElseThrow();
    }

    private void change(HotChange what) throws Exception {
        owners.change(vm(), what);
    }

    private JsonNode ask(String command, Map<String, ?> arguments) throws IOException {
        return qemu.talk(GUEST, q -> q.execute(command, arguments));
    }

    private String inserted(String device) throws IOException {
        for (JsonNode one : ask("query-block", Map.of())) {
            if (one.path("qdev").asText().equals(device)) {
                return one.path("inserted").path("image").path("filename").asText("");
            }
        }
        return "no such device";
    }

    private boolean hasDevice(String id) throws IOException {
        return ask("qom-list", Map.of("path", "/machine/peripheral")).toString().contains("\"" + id + "\"");
    }

    @Test
    void a_medium_is_put_in_twice_and_taken_out() throws Exception {
        HotChange in = new HotChange.Medium(drive("ide2", "local:iso/a.iso,media=cdrom"));
        change(in);
        change(in);
        assertTrue(inserted("ide2").contains("a.iso"), inserted("ide2"));
        change(new HotChange.Medium(drive("ide2", "none,media=cdrom")));
        assertEquals("", inserted("ide2"));
    }

    @Test
    void a_disk_is_added_and_removed_again() throws Exception {
        HotChange add = new HotChange.DiskAdd(drive("scsi3", "local:987651/vm-987651-disk-1.raw,serial=NEW"));
        change(add);
        change(add);
        assertTrue(hasDevice("scsi3"));
        assertTrue(inserted("scsi3").contains("disk-1.raw"), inserted("scsi3"));
        HotChange remove = new HotChange.DiskRemove(drive("scsi3", "local:987651/vm-987651-disk-1.raw"));
        change(remove);
        change(remove);
        assertFalse(hasDevice("scsi3"));
        assertFalse(
                ask("query-named-block-nodes", Map.of("flat", true)).toString().contains("drive-scsi3"));
    }

    @Test
    void a_virtio_disk_with_a_thread_of_its_own_is_added() throws Exception {
        change(new HotChange.DiskAdd(drive("virtio1", "local:987651/vm-987651-disk-1.raw,iothread=1")));
        assertTrue(hasDevice("virtio1"));
        assertTrue(ask("query-iothreads", Map.of()).toString().contains("iothread-virtio1"));
    }

    @Test
    void a_disk_is_slowed_down_and_let_go_again() throws Exception {
        change(new HotChange.Limits(drive("scsi0", "local:987651/vm-987651-disk-0.raw,mbps_rd=2,iops=100")));
        JsonNode limits = ask("qom-get", Map.of("path", "/objects/throttle-drive-scsi0", "property", "limits"));
        assertEquals(2 << 20, limits.path("bps-read").asLong());
        assertEquals(100, limits.path("iops-total").asLong());
        change(new HotChange.Limits(drive("scsi0", "local:987651/vm-987651-disk-0.raw")));
        limits = ask("qom-get", Map.of("path", "/objects/throttle-drive-scsi0", "property", "limits"));
        assertEquals(0, limits.path("bps-read").asLong());
    }

    @Test
    void a_network_card_is_added_and_its_cable_pulled() throws Exception {
        HotChange add = new HotChange.NicAdd(nic("net3", "virtio=02:00:00:00:00:03"));
        change(add);
        change(add);
        assertTrue(hasDevice("net3"));
        change(new HotChange.Cable(nic("net3", "virtio=02:00:00:00:00:03,link_down=1")));
        assertTrue(ask("query-rx-filter", Map.of()).toString().contains("02:00:00:00:00:03"));
    }

    @Test
    void a_card_that_the_guest_does_not_let_go_stays_and_the_error_says_so() {
        IOException e = assertThrows(
                IOException.class, () -> change(new HotChange.NicRemove(nic("net0", "virtio=02:00:00:00:00:01"))));
        assertTrue(String.valueOf(e.getMessage()).contains("does not let it go"), e.getMessage());
    }

    @Test
    void the_balloon_takes_its_new_size() throws Exception {
        change(new HotChange.Balloon(24));
        assertTrue(ask("query-balloon", Map.of()).path("actual").asLong() > 0);
    }

    @Test
    void its_share_of_the_processors_is_what_the_kernel_has() throws Exception {
        Path shares = Path.of("/sys/fs/cgroup/cpu/coppice/987651/cpu.shares");
        assumeTrue(Files.exists(shares), "no control groups of version 1 here");
        assertEquals("1024", Files.readString(shares).strip());
        change(new HotChange.Shares(Vm.parse(GUEST, "cpuunits: 512\n")));
        assertEquals("512", Files.readString(shares).strip());
        String pid = Long.toString(qemu.pid(GUEST).orElseThrow());
        assertTrue(Files.readAllLines(shares.resolveSibling("cgroup.procs")).contains(pid));
        owners.end(GUEST);
        assertFalse(Files.exists(shares));
    }
}
