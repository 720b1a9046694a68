package io.coppice.compute.machine;

import io.coppice.compute.cgroup.Shares;
import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.PendingChanges;
import io.coppice.compute.guest.RunFolder;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.net.Taps;
import io.coppice.compute.qemu.Launch;
import io.coppice.compute.qemu.Qemu;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Guests as processes of QEMU with taps in bridges. Not to be called by two threads for one guest: its owner calls it. */
public final class HostMachine implements Machine {
    private static final Logger LOG = LoggerFactory.getLogger(HostMachine.class);
    private static final int LOOKS = 20;
    private static final long LOOK_MILLIS = 50;
    private final Vms vms;
    private final Qemu qemu;
    private final Taps taps;
    private final Calls calls;
    private final Caller self;
    private final Supplier<Launch.Accelerator> accelerator;
    private final Supplier<Launch.Surroundings> around;
    private final Plugs plugs;
    private final Shares shares;

    /**
     * @param host what there is to run guests with
     * @param self as which storage is asked: who asked for the guest has been checked before
     */
    public HostMachine(Vms vms, GuestHost host, Calls calls, Caller self, Supplier<Launch.Accelerator> accelerator) {
        this.vms = vms;
        this.qemu = host.qemu();
        this.taps = host.taps();
        this.shares = host.shares();
        this.calls = calls;
        this.self = self;
        this.accelerator = accelerator;
        this.around = host.around();
        this.plugs = new Plugs(qemu, taps, this::opening, vm -> launch(vm, Map.of()));
    }

    public Qemu qemu() {
        return qemu;
    }

    @Override
    public boolean runs(Vmid vmid) {
        return qemu.runs(vmid);
    }

    @Override
    public void start(Guest guest, String mark, Progress progress) throws IOException, InterruptedException {
        Vmid vmid = guest.vmid();
        Vm vm = vms.of(vmid, guest.config());
        if (qemu.runs(vmid)) {
            if (isMarked(vmid, mark)) {
                return;
            }
            throw Refused.conflict("VM " + vmid + " already running");
        }
        qemu.sweep(vmid);
        RunFolder files = qemu.files();
        Launch launch = launch(vm, openings(vm));
        files.ensure();
        Files.writeString(files.mark(vmid), mark);
        try {
            taps.plug(vm);
            qemu.start(launch);
            place(vm, progress);
        } catch (IOException | InterruptedException | RuntimeException e) {
            taps.unplug(vm);
            qemu.sweep(vmid);
            throw e;
        }
    }

    /** Its share of the processors; a host without control groups gives every guest the same. */
    private void place(Vm vm, Progress progress) {
        long pid = qemu.pid(vm.vmid()).orElse(0);
        try {
            if (pid > 0) {
                shares.place(vm, pid);
            }
        } catch (IOException e) {
            progress.log("its control group could not be made, so cpulimit, cpuunits and affinity do nothing: "
                    + e.getMessage());
        }
    }

    private Launch launch(Vm vm, Map<String, Opening> openings) {
        return new Launch(vm, openings, qemu.files(), accelerator.get(), false, around.get());
    }

    @Override
    public void change(Guest guest, HotChange what) throws IOException, InterruptedException {
        Vm vm = vms.of(guest.vmid(), guest.config());
        if (what instanceof HotChange.Shares s) {
            Vm then = vms.of(vm.vmid(), s.guest().config());
            shares.limit(then);
            shares.place(then, qemu.pid(vm.vmid()).orElseThrow(() -> new IOException("it has ended")));
        } else {
            plugs.change(vm, what);
        }
    }

    @Override
    public boolean isMarked(Vmid vmid, String mark) throws IOException {
        return qemu.runs(vmid) && markOf(vmid).filter(mark::equals).isPresent();
    }

    private Optional<String> markOf(Vmid vmid) throws IOException {
        try {
            return Optional.of(Files.readString(qemu.files().mark(vmid)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Map<String, Opening> openings(Vm vm) {
        Map<String, Opening> all = new LinkedHashMap<>();
        for (Drive drive : vm.drives()) {
            if (!drive.bus().equals("unused")) {
                opening(drive).ifPresent(o -> all.put(drive.option(), o));
            }
        }
        return all;
    }

    private Optional<Opening> opening(Drive drive) {
        return drive.volume()
                .flatMap(v -> Optional.ofNullable(
                        calls.call(VolumesInternalApi.OPEN, new VolumesInternalApi.OfVolume(v), self)));
    }

    @Override
    public void abandon(Vmid vmid, String mark) throws IOException, InterruptedException {
        if (markOf(vmid).filter(mark::equals).isPresent()) {
            endProcess(vmid);
            removeTraces(vmid);
        }
    }

    @Override
    public void keep(Vmid vmid) throws IOException {
        Files.deleteIfExists(qemu.files().mark(vmid));
    }

    @Override
    public void end(Vmid vmid) throws IOException, InterruptedException {
        endProcess(vmid);
        cleanUp(vmid);
    }

    private void endProcess(Vmid vmid) throws IOException, InterruptedException {
        qemu.end(vmid);
        if (qemu.runs(vmid)) {
            throw new IOException("the process of VM " + vmid + " does not end, even killed");
        }
    }

    @Override
    public void cleanUp(Vmid vmid) throws IOException, InterruptedException {
        removeTraces(vmid);
        try {
            PendingChanges.apply(vms, vmid, vms.change("system:compute@" + vms.here()));
        } catch (StoreUnavailable e) {
            LOG.warn("what is pending of VM {} is written when the store answers: {}", vmid, e.getMessage());
        }
    }

    private void removeTraces(Vmid vmid) throws IOException, InterruptedException {
        if (vms.document(vmid).isPresent()) {
            taps.unplug(vms.read(vmid));
        }
        qemu.sweep(vmid);
        // the kernel lets the group go when the process has been reaped, a moment after it ended
        for (int i = 0; i < LOOKS && !shares.remove(vmid); i++) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    @Override
    public void say(Vmid vmid, String command) throws IOException {
        qemu.requireRunning(vmid);
        qemu.talk(vmid, qmp -> qmp.execute(command));
    }

    @Override
    public boolean awaitPowerOff(Vmid vmid, Duration limit, Progress progress) throws InterruptedException {
        return qemu.awaitEnd(vmid, limit);
    }
}
