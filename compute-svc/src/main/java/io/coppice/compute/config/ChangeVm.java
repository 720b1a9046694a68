package io.coppice.compute.config;

import io.coppice.compute.create.NewDisk;
import io.coppice.compute.create.VmDisks;
import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.guest.Unused;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.machine.HotChange;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Change;
import io.coppice.store.Document;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The task {@code qmconfig}: makes the disks that a change needs, writes the configuration, removes what is not wanted. */
public final class ChangeVm implements TaskKind<ChangeVm.Params> {
    private final GuestFiles<?> guests;
    private final Making making;
    private final HotPlans plans;
    private final VmDisks disks;
    private final Machine machine;

    /** Steps that make volumes. */
    @FunctionalInterface
    public interface Making {
        List<Step> of(List<NewDisk> disks, Vmid vmid, String mark);
    }

    /** Of virtual machines. */
    public ChangeVm(Vms vms, VmDisks disks, Machine machine) {
        this(
                vms,
                disks,
                disks::make,
                machine,
                (guest, names) -> HotPlan.of(vms.of(guest.vmid(), guest.config()), names));
    }

    public ChangeVm(GuestFiles<?> guests, VmDisks disks, Making making, Machine machine, HotPlans plans) {
        this.guests = guests;
        this.making = making;
        this.plans = plans;
        this.disks = disks;
        this.machine = machine;
    }

    /**
     * @param set options as they shall stand, disks named
     * @param digest that the configuration must have; empty for any
     * @param disks to be made
     * @param free volumes that go with their entries
     */
    public record Params(
            int vmid,
            Map<String, String> set,
            List<String> delete,
            List<String> revert,
            String digest,
            boolean skipLock,
            List<NewDisk> disks,
            List<String> free) {
        public Params {
            set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
            delete = List.copyOf(delete);
            revert = List.copyOf(revert);
            disks = List.copyOf(disks);
            free = List.copyOf(free);
        }

        ConfigPlan.Request request() {
            Map<String, String> options = new LinkedHashMap<>(set);
            Optional<String> description = Optional.ofNullable(options.remove("description"));
            return new ConfigPlan.Request(options, description, delete, revert);
        }
    }

    @Override
    public String type() {
        return guests.kind().task("config");
    }

    @Override
    public boolean needsQuorum() {
        return true;
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        return steps(p, () -> guests.change(me), me.id());
    }

    /** The same for a caller that waits: made without a task, undone if it fails. */
    List<Step> steps(Params p, String actor, String mark) {
        return steps(p, () -> guests.change(actor), mark);
    }

    private List<Step> steps(Params p, Supplier<Change.Builder> change, String mark) {
        Vmid vmid = new Vmid(p.vmid());
        List<Step> steps = new ArrayList<>();
        steps.add(Step.step("look whether it can be changed", progress -> look(p), progress -> {}));
        steps.addAll(making.of(p.disks(), vmid, mark));
        steps.add(Step.pivot("write the configuration", progress -> write(p, vmid, change)));
        steps.add(Step.step("hand the disks over", progress -> handOver(p, vmid), progress -> {}));
        steps.add(Step.step("change it while it runs", progress -> plug(p, vmid, change, progress), progress -> {}));
        return steps;
    }

    /** @throws Refused for what keeps the change from being made */
    void look(Params p) {
        Vmid vmid = new Vmid(p.vmid());
        Document document = guests.require(vmid);
        if (!p.digest().isEmpty() && !p.digest().equals(document.digest().text())) {
            throw Refused.conflict("detected modified configuration - file changed by other user? Try again.");
        }
        Guest guest = guests.of(vmid, document);
        GuestFiles.requireUnlocked(guest, p.skipLock());
        ConfigPlan.of(guest, machine.runs(vmid), p.request());
    }

    /** Planned anew on what is there: other changes may have come between, and a plan made twice is a plan made once. */
    private void write(Params p, Vmid vmid, Supplier<Change.Builder> change) throws StoreUnavailable {
        Document document = guests.require(vmid);
        GuestConfig after = forget(p.free(), ConfigPlan.of(guests.of(vmid, document), machine.runs(vmid), p.request()));
        if (!after.text().equals(document.text())) {
            save(document, after, change);
        }
    }

    /** What cannot be done to the guest now stays pending, and the reason is told. */
    private void plug(Params p, Vmid vmid, Supplier<Change.Builder> change, Progress progress) throws Exception {
        Set<String> names = new TreeSet<>(p.set().keySet());
        names.addAll(p.delete());
        if (!machine.runs(vmid)) {
            return;
        }
        for (HotPlan.Step step : plans.of(guests.read(vmid), names)) {
            try {
                for (HotChange part : step.parts()) {
                    machine.change(guests.read(vmid), part);
                }
            } catch (IOException | Refused e) {
                progress.warn(step.option() + ": hotplug problem - " + text(e));
                continue;
            }
            Document document = guests.require(vmid);
            GuestConfig after = HotPlan.made(guests.of(vmid, document), step.option());
            save(document, after, change);
        }
    }

    private void save(Document read, GuestConfig after, Supplier<Change.Builder> change) throws StoreUnavailable {
        Truth.submit(
                guests.store(),
                change.get().unchanged(read).put(read.path(), after.text()).build());
    }

    private static String text(Exception e) {
        return e instanceof Refused r ? r.failure().text() : String.valueOf(e.getMessage());
    }

    private static GuestConfig forget(List<String> volumes, GuestConfig config) {
        GuestConfig after = config;
        for (String volume : volumes) {
            after = Unused.forget(VolumeId.parse(volume), after);
        }
        return after;
    }

    private void handOver(Params p, Vmid vmid) {
        disks.keep(p.disks(), vmid);
        GuestConfig config = guests.read(vmid).config();
        p.free().stream()
                .map(VolumeId::parse)
                .filter(v -> !Unused.isNeeded(v, config))
                .forEach(disks::free);
    }
}
