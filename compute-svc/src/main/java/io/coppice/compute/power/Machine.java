package io.coppice.compute.power;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Unused;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.net.Taps;
import io.coppice.compute.qemu.Launch;
import io.coppice.compute.qemu.QemuProcess;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestSection;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.StoreUnavailable;
import io.coppice.servicekit.task.Truth;
import io.coppice.store.Document;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What switches a guest: its process, taps and volumes together. Every operation may run again. */
public final class Machine {
    private final Vms vms;
    private final QemuProcess qemu;
    private final Taps taps;
    private final Calls calls;
    private final Caller self;
    private final Supplier<Launch.Accelerator> accelerator;

    /** @param self as which storage is asked: who asked for the guest has been checked before */
    public Machine(
            Vms vms, QemuProcess qemu, Taps taps, Calls calls, Caller self, Supplier<Launch.Accelerator> accelerator) {
        this.vms = vms;
        this.qemu = qemu;
        this.taps = taps;
        this.calls = calls;
        this.self = self;
        this.accelerator = accelerator;
    }

    /** Starts with what is pending made current. */
    public void start(Vmid vmid, String actor, Progress progress)
            throws IOException, InterruptedException, StoreUnavailable {
        if (qemu.runs(vmid)) {
            throw Refused.conflict("VM " + vmid + " already running");
        }
        applyPending(vmid, actor, progress);
        Vm vm = vms.read(vmid);
        if (vm.isOn("template", false)) {
            throw Refused.conflict("you can't start a vm if it's a template");
        }
        qemu.sweep(vmid);
        Launch launch = new Launch(vm, openings(vm), qemu.files(), accelerator.get(), false);
        taps.plug(vm);
        try {
            qemu.start(launch);
        } catch (IOException | InterruptedException | RuntimeException e) {
            taps.unplug(vm);
            throw e;
        }
    }

    private Map<String, Opening> openings(Vm vm) {
        Map<String, Opening> all = new LinkedHashMap<>();
        for (Drive drive : vm.drives()) {
            if (!drive.bus().equals("unused") && drive.volume().isPresent()) {
                Opening opening = calls.call(
                        VolumesInternalApi.OPEN,
                        new VolumesInternalApi.OfVolume(drive.volume().get()),
                        self);
                if (opening != null) {
                    all.put(drive.option(), opening);
                }
            }
        }
        return all;
    }

    /** What waited for a start becomes what holds. */
    private void applyPending(Vmid vmid, String actor, Progress progress) throws StoreUnavailable {
        Document document = vms.require(vmid);
        GuestConfig config = Vm.parse(vmid, document.text()).config();
        if (config.pending().isEmpty()) {
            return;
        }
        GuestSection now = config.current();
        for (String gone : config.pending().option("delete").orElse("").split("[,;\\s]+")) {
            now = now.without(gone.replaceFirst("^!", ""));
        }
        for (Map.Entry<String, String> e : config.pending().options().entrySet()) {
            if (!e.getKey().equals("delete")) {
                now = now.with(e.getKey(), e.getValue());
            }
        }
        GuestConfig after = Unused.settle(vmid, config, config.current(now).pending(GuestSection.EMPTY));
        progress.log("applying pending changes");
        Truth.submit(
                vms.store(),
                vms.change(actor)
                        .unchanged(document)
                        .put(document.path(), after.text())
                        .build());
    }

    /** Ends it at once. */
    public void stop(Vmid vmid) throws IOException, InterruptedException {
        qemu.end(vmid);
        cleanUp(vmid);
    }

    /** After its process ended, by whom ever. */
    public void cleanUp(Vmid vmid) throws IOException, InterruptedException {
        if (vms.document(vmid).isPresent()) {
            taps.unplug(vms.read(vmid));
        }
        qemu.sweep(vmid);
    }

    /** @return whether it has shut down in time */
    public boolean shutdown(Vmid vmid, Duration limit, Progress progress) throws IOException, InterruptedException {
        if (!qemu.runs(vmid)) {
            return true;
        }
        qemu.talk(vmid, qmp -> qmp.execute("system_powerdown"));
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            if (qemu.awaitEnd(vmid, Duration.ofMillis(500))) {
                cleanUp(vmid);
                return true;
            }
            progress.checkCancelled();
        }
        return false;
    }

    public void say(Vmid vmid, String command) throws IOException {
        qemu.requireRunning(vmid);
        qemu.talk(vmid, qmp -> qmp.execute(command));
    }

    public boolean runs(Vmid vmid) {
        return qemu.runs(vmid);
    }
}
