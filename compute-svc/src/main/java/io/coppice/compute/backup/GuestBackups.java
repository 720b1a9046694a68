package io.coppice.compute.backup;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.machine.DiskServer;
import io.coppice.compute.machine.GuestHost;
import io.coppice.compute.machine.Machine;
import io.coppice.compute.qemu.Blockdev;
import io.coppice.contract.api.guest.GuestBackupInternalApi;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.task.TaskRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Virtual machines' disks for backups. All may be asked again, with the same mark. */
public final class GuestBackups {
    private final Vms vms;
    private final Machine machine;
    private final GuestHost host;
    private final Calls calls;
    private final Caller self;
    private final BackupHold hold;
    private final Holding holding;
    private final LiveDisks live;
    private final DiskServer still;

    /** @param self as which storage is asked for the disks */
    public GuestBackups(
            Vms vms, Machine machine, GuestHost host, TaskRunner tasks, DiskServer still, Calls calls, Caller self) {
        this.vms = vms;
        this.machine = machine;
        this.host = host;
        this.still = still;
        this.calls = calls;
        this.self = self;
        this.hold = new BackupHold(vms, self.name());
        this.holding = new Holding(vms, machine, tasks, hold);
        this.live = new LiveDisks(host.qemu());
    }

    Holding holding() {
        return holding;
    }

    GuestBackupInternalApi.Begun begin(GuestBackupInternalApi.Begin in) throws Exception {
        Vmid vmid = in.vmid();
        String mark = in.mark();
        hold.require(vmid, mark);
        takeOut(vmid);
        List<String> said = new ArrayList<>();
        Vm vm = vms.read(vmid);
        if (hold.isToRestart(vmid) && !machine.runs(vmid)) {
            // it stands still until its disks are kept, as the guest has left them
            said.add("starting VM again, paused for a moment");
            holding.startAgain(new Vm(vmid, vm.config().current(vm.now().with("freeze", "1"))), mark, new Said(said));
        } else if (in.mode().equals("suspend") && isGoingOn(vmid)) {
            hold.restart(vmid, mark, true);
            machine.say(vmid, "stop");
        }
        try {
            return described(vm, machine.runs(vmid) ? running(vm, in, said) : still(vm), said);
        } catch (IOException | RuntimeException e) {
            takeOut(vmid);
            throw e;
        } finally {
            holding.goOn(vmid, mark);
        }
    }

    private boolean isGoingOn(Vmid vmid) throws IOException {
        return machine.runs(vmid)
                && host.qemu()
                        .talk(vmid, qmp -> qmp.execute("query-status"))
                        .path("running")
                        .asBoolean();
    }

    private record Sizes(Path socket, Map<String, Long> byOption) {}

    private Sizes running(Vm vm, GuestBackupInternalApi.Begin in, List<String> said) throws IOException {
        KeptFiles kept = in.fleecing().isPresent()
                ? new FleecingFiles(calls, self, in.fleecing().get(), in.mark(), said)
                : new FolderFiles(
                        in.folder().map(Path::of).orElse(host.qemu().files().root()));
        return new Sizes(live.socket(vm.vmid()), live.begin(vm.vmid(), ArchivedConfig.included(vm), kept));
    }

    private Sizes still(Vm vm) throws IOException, InterruptedException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        List<DiskServer.Served> served = new ArrayList<>();
        for (Drive d : ArchivedConfig.included(vm)) {
            Opening opening = opening(d.volume().orElseThrow());
            Blockdev blockdev = new Blockdev(d, opening, host.around().get().build(), true);
            served.add(new DiskServer.Served(d.option(), blockdev.format(), false));
            sizes.put(d.option(), -1L);
        }
        if (!served.isEmpty()) {
            host.qemu().files().ensure();
            still.start(server(vm.vmid()), served);
        }
        return new Sizes(still.socket(server(vm.vmid())), sizes);
    }

    private static String server(Vmid vmid) {
        return vmid + ".still";
    }

    private Opening opening(VolumeId volume) {
        return Objects.requireNonNull(
                calls.call(VolumesInternalApi.OPEN, new VolumesInternalApi.OfVolume(volume), self));
    }

    private GuestBackupInternalApi.Begun described(Vm vm, Sizes sizes, List<String> said) {
        List<GuestBackupInternalApi.Disk> disks = new ArrayList<>();
        for (Drive d : ArchivedConfig.included(vm)) {
            VolumeId volume = d.volume().orElseThrow();
            Opening opening = opening(volume);
            long bytes = sizes.byOption().getOrDefault(d.option(), -1L);
            disks.add(new GuestBackupInternalApi.Disk(
                    Blockdev.node(d),
                    d.option(),
                    volume.storage().text(),
                    Blockdev.formatOf(opening),
                    bytes,
                    sizes.socket().toString(),
                    d.option()));
            said.add("include disk '" + d.option() + "' '" + volume + "'");
        }
        ArchivedConfig.excluded(vm)
                .forEach(d -> said.add("exclude disk '" + d.option() + "' '" + d.file() + "' (backup=no)"));
        return new GuestBackupInternalApi.Begun(ArchivedConfig.text(vm, disks), disks, said);
    }

    void takeOut(Vmid vmid) throws IOException, InterruptedException {
        live.end(vmid, vms.read(vmid).drives());
        still.end(server(vmid));
    }
}
