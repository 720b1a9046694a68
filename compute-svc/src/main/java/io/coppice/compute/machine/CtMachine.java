package io.coppice.compute.machine;

import io.coppice.compute.distro.Setup;
import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.CtNic;
import io.coppice.compute.guest.Cts;
import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.IdMap;
import io.coppice.compute.guest.MountPoint;
import io.coppice.compute.guest.PendingChanges;
import io.coppice.compute.lxc.CtFolder;
import io.coppice.compute.lxc.CtMounts;
import io.coppice.compute.lxc.CtProcess;
import io.coppice.compute.lxc.LxcConfig;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Containers of this host. Not to be called by two threads for one container: its owner calls it. */
public final class CtMachine implements Machine {
    private static final Logger LOG = LoggerFactory.getLogger(CtMachine.class);
    private static final Path PROFILES = Path.of("/usr/share/lxc/config");
    private static final Path APPARMOR = Path.of("/sys/kernel/security/apparmor/profiles");
    private final Cts cts;
    private final CtHost host;
    private final Calls calls;
    private final Caller self;
    private final Setup setup;
    private final Marks marks;

    /**
     * @param self as which storage is asked: who asked for the container has been checked before
     * @param setup what is written into its root file system before it starts
     */
    public CtMachine(Cts cts, CtHost host, Calls calls, Caller self, Setup setup) {
        this.cts = cts;
        this.host = host;
        this.calls = calls;
        this.self = self;
        this.setup = setup;
        this.marks = new Marks(host.lxc().files()::mark);
    }

    /** Whether the host has LXC. */
    public static boolean isPossible() {
        return Files.isDirectory(PROFILES);
    }

    private CtProcess lxc() {
        return host.lxc();
    }

    private CtFolder files() {
        return host.lxc().files();
    }

    @Override
    public boolean runs(Vmid vmid) {
        return lxc().runs(vmid);
    }

    @Override
    public void start(Guest guest, String mark, Progress progress) throws IOException, InterruptedException {
        Ct ct = cts.of(guest.vmid(), guest.config());
        Vmid vmid = ct.vmid();
        if (runs(vmid)) {
            if (isMarked(vmid, mark)) {
                return;
            }
            throw Refused.conflict("CT " + vmid + " already running");
        }
        if (!isPossible()) {
            throw Refused.conflict("LXC is not installed on this node: containers need the package 'lxc'");
        }
        for (CtNic nic : ct.nics()) {
            host.taps().require(nic.cable());
        }
        removeTraces(vmid);
        files().ensure(vmid);
        marks.put(vmid, mark);
        try {
            Map<String, Path> sources = mount(ct);
            setup.beforeStart(ct, files().rootfs(vmid), IdMap.of(ct.isUnprivileged()));
            Files.writeString(files().config(vmid), config(ct, sources));
            lxc().start(ct);
            for (CtNic nic : ct.nics()) {
                host.taps().connect(nic.cable(), nic.veth(vmid), true);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            lxc().end(vmid);
            removeTraces(vmid);
            throw e;
        }
    }

    private String config(Ct ct, Map<String, Path> sources) throws IOException {
        return LxcConfig.of(
                ct,
                new LxcConfig.Surroundings(
                        files().rootfs(ct.vmid()),
                        sources,
                        host.groups().limits(ct),
                        host.groups().isUnified(),
                        PROFILES,
                        Files.exists(APPARMOR)));
    }

    /** Its volumes on this host, its root file system at its place and the others beside it. */
    private Map<String, Path> mount(Ct ct) throws IOException, InterruptedException {
        Map<String, Path> sources = new LinkedHashMap<>();
        for (MountPoint m : ct.mounts()) {
            if (m.isOfHost()) {
                sources.put(m.option(), CtMounts.ofHost(m));
            } else if (m.volume().isPresent()) {
                Opening opening = Objects.requireNonNull(calls.call(
                        VolumesInternalApi.OPEN,
                        new VolumesInternalApi.OfVolume(m.volume().get()),
                        self));
                Path at = m.isRoot()
                        ? files().rootfs(ct.vmid())
                        : files().of(ct.vmid()).resolve("mounts").resolve(m.option());
                host.mounts().mount(m, opening, at);
                sources.put(m.option(), at);
            }
        }
        if (!sources.containsKey("rootfs")) {
            throw Refused.conflict("CT " + ct.vmid() + " has no root file system");
        }
        return sources;
    }

    @Override
    public void abandon(Vmid vmid, String mark) throws IOException, InterruptedException {
        if (marks.isOf(vmid, mark)) {
            endProcess(vmid);
            removeTraces(vmid);
        }
    }

    @Override
    public boolean isMarked(Vmid vmid, String mark) throws IOException {
        return runs(vmid) && marks.isOf(vmid, mark);
    }

    @Override
    public void keep(Vmid vmid) throws IOException {
        marks.remove(vmid);
    }

    @Override
    public void end(Vmid vmid) throws IOException, InterruptedException {
        endProcess(vmid);
        cleanUp(vmid);
    }

    private void endProcess(Vmid vmid) throws IOException, InterruptedException {
        lxc().end(vmid);
        if (runs(vmid)) {
            throw new IOException("CT " + vmid + " does not end, even killed");
        }
    }

    @Override
    public void say(Vmid vmid, String command) throws IOException, InterruptedException {
        switch (command) {
            case "system_powerdown" -> lxc().shutDown(vmid);
            case "stop" -> lxc().freeze(vmid);
            case "cont" -> lxc().unfreeze(vmid);
            default -> {} // nothing can be asked of a container but whether it runs
        }
    }

    @Override
    public boolean awaitPowerOff(Vmid vmid, Duration limit, Progress progress) throws InterruptedException {
        return lxc().awaitEnd(vmid, limit);
    }

    @Override
    public void change(Guest guest, HotChange what) throws IOException {
        if (what instanceof HotChange.Shares s) {
            host.groups().limit(cts.of(guest.vmid(), s.guest().config()));
        } else {
            throw Refused.conflict("that cannot be changed while a container runs");
        }
    }

    @Override
    public void cleanUp(Vmid vmid) throws IOException, InterruptedException {
        removeTraces(vmid);
        try {
            PendingChanges.apply(cts, vmid, cts.change("system:compute@" + cts.here()));
        } catch (StoreUnavailable e) {
            LOG.warn("what is pending of CT {} is written when the store answers: {}", vmid, e.getMessage());
        }
    }

    /** What is still mounted keeps the marks of a container that ran, so that the next start of the service tries again. */
    private void removeTraces(Vmid vmid) throws IOException, InterruptedException {
        host.mounts().unmountBelow(files().of(vmid));
        lxc().sweep(vmid);
    }
}
