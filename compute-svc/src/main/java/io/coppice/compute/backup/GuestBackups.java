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
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.TaskRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the service that makes backups asks for. All may be asked again, with the same mark. */
public final class GuestBackups {
    private static final Logger LOG = LoggerFactory.getLogger(GuestBackups.class);
    private final Vms vms;
    private final Machine machine;
    private final GuestHost host;
    private final TaskRunner tasks;
    private final Calls calls;
    private final Caller self;
    private final BackupHold hold;
    private final LiveDisks live;
    private final DiskServer still;

    /** @param self as which storage is asked for the disks */
    public GuestBackups(
            Vms vms, Machine machine, GuestHost host, TaskRunner tasks, DiskServer still, Calls calls, Caller self) {
        this.vms = vms;
        this.machine = machine;
        this.host = host;
        this.tasks = tasks;
        this.still = still;
        this.calls = calls;
        this.self = self;
        this.hold = new BackupHold(vms, self.name());
        this.live = new LiveDisks(host.qemu());
    }

    public Routes routes() {
        return new Routes()
                .serve(GuestBackupInternalApi.HOLD, (caller, in) -> hold(in.vmid(), in.mark()))
                .serve(GuestBackupInternalApi.STOP, (caller, in) -> stop(in.vmid(), in.mark(), in.seconds()))
                .serve(GuestBackupInternalApi.BEGIN, (caller, in) -> begin(in.vmid(), in.mark(), in.mode()))
                .serve(GuestBackupInternalApi.END, (caller, in) -> {
                    end(in.vmid(), in.mark());
                    return null;
                });
    }

    /** After the tasks of the guest that run; none begins while it is held. */
    private GuestBackupInternalApi.Held hold(Vmid vmid, String mark) throws Exception {
        return tasks.exclusively(vmid, () -> {
            hold.take(vmid, mark);
            return new GuestBackupInternalApi.Held(
                    machine.runs(vmid), vms.read(vmid).name());
        });
    }

    /** It is noted before the guest is asked, so that it runs again whatever happens. */
    private GuestBackupInternalApi.Stopped stop(Vmid vmid, String mark, int seconds) throws Exception {
        hold.require(vmid, mark);
        if (!machine.runs(vmid)) {
            return new GuestBackupInternalApi.Stopped(true);
        }
        hold.restart(vmid, mark, true);
        machine.say(vmid, "system_powerdown");
        boolean off = machine.awaitPowerOff(vmid, Duration.ofSeconds(seconds), new Said(new ArrayList<>()));
        if (off) {
            machine.end(vmid);
        }
        return new GuestBackupInternalApi.Stopped(off);
    }

    private GuestBackupInternalApi.Begun begin(Vmid vmid, String mark, String mode) throws Exception {
        hold.require(vmid, mark);
        takeOut(vmid);
        List<String> said = new ArrayList<>();
        Vm vm = vms.read(vmid);
        if (hold.isToRestart(vmid) && !machine.runs(vmid)) {
            // it stands still until its disks are kept, as the guest has left them
            said.add("starting VM again, paused for a moment");
            machine.start(new Vm(vmid, vm.config().current(vm.now().with("freeze", "1"))), mark, new Said(said));
        } else if (mode.equals("suspend") && isGoingOn(vmid)) {
            hold.restart(vmid, mark, true);
            machine.say(vmid, "stop");
        }
        try {
            return described(vm, machine.runs(vmid) ? running(vm) : still(vm), said);
        } catch (IOException | RuntimeException e) {
            takeOut(vmid);
            throw e;
        } finally {
            goOn(vmid, mark);
        }
    }

    private boolean isGoingOn(Vmid vmid) throws IOException {
        return machine.runs(vmid)
                && host.qemu()
                        .talk(vmid, qmp -> qmp.execute("query-status"))
                        .path("running")
                        .asBoolean();
    }

    /** What was stopped or paused for the backup goes on. */
    private void goOn(Vmid vmid, String mark) throws Exception {
        if (!hold.isToRestart(vmid)) {
            return;
        }
        if (!machine.runs(vmid)) {
            LOG.info("VM {} was stopped for a backup that ended early, and is started again", vmid);
            machine.start(vms.read(vmid), mark, new Said(new ArrayList<>()));
        } else if (!vms.read(vmid).isOn("freeze", false)) {
            machine.say(vmid, "cont");
        }
        machine.keep(vmid);
        hold.restart(vmid, mark, false);
    }

    private record Sizes(Path socket, Map<String, Long> byOption) {}

    private Sizes running(Vm vm) throws IOException {
        return new Sizes(live.socket(vm.vmid()), live.begin(vm.vmid(), ArchivedConfig.included(vm)));
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

    private void takeOut(Vmid vmid) throws IOException, InterruptedException {
        live.end(vmid, vms.read(vmid).drives());
        still.end(server(vmid));
    }

    /** What stays although it should go keeps the lock, and the failure says why: it is asked for again. */
    private void end(Vmid vmid, String mark) throws Exception {
        if (!hold.isHeldBy(vmid, mark)) {
            return;
        }
        takeOut(vmid);
        goOn(vmid, mark);
        hold.release(vmid, mark);
    }

    /** What the machine says, as lines of the task of another service. */
    private record Said(List<String> lines) implements Progress {
        @Override
        public void log(String line) {
            lines.add(line);
        }

        @Override
        public void warn(String line) {
            lines.add(line);
        }

        @Override
        public void checkCancelled() {
            // this is asked and answered in one call; the task that asks is cancelled where it runs
        }
    }
}
