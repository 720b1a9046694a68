package io.coppice.compute.create;

import io.coppice.compute.guest.Vms;
import io.coppice.contract.api.guest.VmApi;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.store.Image.Reservation;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/** {@code POST /nodes/{node}/qemu} and {@code DELETE /nodes/{node}/qemu/{vmid}}: what can be refused is, before a task begins. */
public final class Guests {
    private final Vms vms;
    private final TaskRunner tasks;
    private final VmDisks disks;
    private final CreateVm create;
    private final DestroyVm destroy;
    private final Clock clock;
    private final Restoring restoring;

    /** Makes a guest from an archive. */
    @FunctionalInterface
    public interface Restoring {
        /** @return the task's UPID */
        String start(Caller caller, VmApi.Create in) throws IOException, InterruptedException;
    }

    public Guests(
            Vms vms,
            TaskRunner tasks,
            VmDisks disks,
            CreateVm create,
            DestroyVm destroy,
            Clock clock,
            Restoring restoring) {
        this.vms = vms;
        this.tasks = tasks;
        this.disks = disks;
        this.create = create;
        this.destroy = destroy;
        this.clock = clock;
        this.restoring = restoring;
        tasks.register(create).register(destroy);
    }

    public String create(Caller caller, VmApi.Create in) throws IOException, InterruptedException {
        in.pool().filter(p -> !vms.hasPool(p)).ifPresent(p -> {
            throw Refused.notFound("pool '" + p + "' does not exist");
        });
        if (in.haManaged()) {
            throw new Refused(new Failure.NotImplemented("POST", "/nodes/{node}/qemu with ha-managed"));
        }
        if (in.archive().isPresent()) {
            return restoring.start(caller, in);
        }
        Vmid vmid = in.vmid();
        new FreeVmid(vms, vmid, Reservation.ofCaller(caller.name())).require();
        Map<String, String> formats = disks.requireThere(in.options().texts(), Set.of());
        NewVm fresh = NewVm.of(vmid, in.options().texts(), formats, disks.taken(vmid, formats), clock.millis() / 1000);
        return tasks.start(
                        create,
                        new CreateVm.Params(
                                vmid.number(),
                                fresh.text(),
                                fresh.disks(),
                                in.pool().map(Object::toString).orElse(""),
                                in.start()),
                        vmid.toString(),
                        caller,
                        Queue.guest(vmid))
                .toString();
    }

    public String destroy(Caller caller, VmApi.Destroy in) {
        boolean skipLock = in.skiplock().orElse(false);
        if (skipLock && !caller.name().equals("root@pam")) {
            throw Refused.badParameter("skiplock", "Only root may use this option.");
        }
        DestroyVm.Wish wish = new DestroyVm.Wish(
                in.vmid(), in.destroyUnreferencedDisks(), skipLock, in.purge().orElse(false), false);
        return tasks.start(destroy, destroy.params(wish), in.vmid().toString(), caller, Queue.guest(in.vmid()))
                .toString();
    }
}
