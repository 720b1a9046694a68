package io.coppice.compute.config;

import io.coppice.compute.create.VmDisks;
import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Unused;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.qemu.QemuProcess;
import io.coppice.contract.api.guest.VmConfigApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.servicekit.task.Truth;
import io.coppice.store.Document;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@code PUT} and {@code POST …/config}. Disks that a change needs are made before it is written, and removed if it is not. */
public final class Changes {
    private final Vms vms;
    private final QemuProcess qemu;
    private final TaskRunner tasks;
    private final VmDisks disks;
    private final Later later = new Later();

    public Changes(Vms vms, QemuProcess qemu, TaskRunner tasks, VmDisks disks) {
        this.vms = vms;
        this.qemu = qemu;
        this.tasks = tasks;
        this.disks = disks;
        tasks.register(later);
    }

    /** What is asked for. */
    public record Wish(
            int vmid,
            Map<String, String> set,
            List<String> delete,
            List<String> revert,
            String digest,
            boolean force,
            boolean skipLock) {
        public Wish {
            set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
            delete = List.copyOf(delete);
            revert = List.copyOf(revert);
        }
    }

    public void now(Caller caller, VmConfigApi.Change in) throws Exception {
        Wish wish = new Wish(
                in.vmid().number(),
                in.options().texts(),
                in.delete(),
                in.revert(),
                in.digest().map(Object::toString).orElse(""),
                in.force().orElse(false),
                in.skiplock().orElse(false));
        check(caller, wish);
        tasks.exclusively(in.vmid(), () -> {
            apply(wish, caller.name(), "config-" + UUID.randomUUID());
            return null;
        });
    }

    public String later(Caller caller, VmConfigApi.ChangeLater in) throws Exception {
        Wish wish = new Wish(
                in.vmid().number(),
                in.options().texts(),
                in.delete(),
                in.revert(),
                in.digest().map(Object::toString).orElse(""),
                in.force().orElse(false),
                in.skiplock().orElse(false));
        check(caller, wish);
        var upid = tasks.start(later, wish, in.vmid().toString(), caller, Queue.guest(in.vmid()));
        if (in.backgroundDelay().isPresent()) {
            tasks.awaitEnd(upid, Duration.ofSeconds(in.backgroundDelay().get()));
        }
        return upid.toString();
    }

    private void check(Caller caller, Wish wish) {
        if (wish.skipLock() && !caller.name().equals("root@pam")) {
            throw Refused.badParameter("skiplock", "Only root may use this option.");
        }
        Vms.requireUnlocked(vms.read(new Vmid(wish.vmid())), wish.skipLock());
        requireDigest(wish);
        for (String name : wish.delete()) {
            if (wish.set().containsKey(name)) {
                throw Refused.badParameter(
                        "delete", "you can't use '" + name + "' and -delete " + name + "' at the same time");
            }
        }
    }

    private Document requireDigest(Wish wish) {
        Document document = vms.require(new Vmid(wish.vmid()));
        if (!wish.digest().isEmpty() && !wish.digest().equals(document.digest().text())) {
            throw Refused.conflict("detected modified configuration - file changed by other user? Try again.");
        }
        return document;
    }

    private void apply(Wish wish, String actor, String mark) throws Exception {
        Document document = requireDigest(wish);
        Vmid vmid = new Vmid(wish.vmid());
        Vm vm = Vm.parse(vmid, document.text());
        Vms.requireUnlocked(vm, wish.skipLock());
        VmDisks.Prepared prepared = disks.prepare(vmid, wish.set(), mark);
        Map<String, String> set = new LinkedHashMap<>(prepared.options());
        Optional<String> description = Optional.ofNullable(set.remove("description"));
        GuestConfig after;
        try {
            after = ConfigPlan.of(
                    vm, qemu.runs(vmid), new ConfigPlan.Request(set, description, wish.delete(), wish.revert()));
            Truth.submit(
                    vms.store(),
                    vms.change(actor)
                            .unchanged(document)
                            .put(document.path(), after.text())
                            .build());
        } catch (Exception e) {
            disks.undo(prepared, vmid, mark);
            throw e;
        }
        disks.keep(prepared, vmid);
        removeUnused(wish, vm, after);
    }

    /** An unused disk's entry goes with its volume, if that is the guest's own. */
    private void removeUnused(Wish wish, Vm before, GuestConfig after) {
        for (String name : wish.delete()) {
            if (name.startsWith("unused")) {
                before.option(name)
                        .flatMap(t -> Drive.of(name, t))
                        .flatMap(Drive::volume)
                        .filter(v -> Unused.isOwn(v, before.vmid()) && !Unused.isNeeded(v, after))
                        .ifPresent(disks::free);
            }
        }
    }

    private final class Later implements TaskKind<Wish> {
        @Override
        public String type() {
            return "qmconfig";
        }

        @Override
        public Class<Wish> params() {
            return Wish.class;
        }

        @Override
        public List<Step> steps(Wish p, TaskContext me) {
            return List.of(
                    Step.step("change the configuration", progress -> apply(p, me.actor(), me.id()), progress -> {}));
        }
    }
}
