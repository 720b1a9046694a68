package io.coppice.compute;

import io.coppice.compute.backup.CtBackups;
import io.coppice.compute.config.ChangeVm;
import io.coppice.compute.config.CtChanges;
import io.coppice.compute.config.CtHotPlan;
import io.coppice.compute.create.CreateCt;
import io.coppice.compute.create.CtGuests;
import io.coppice.compute.create.CtRoot;
import io.coppice.compute.create.DestroyVm;
import io.coppice.compute.create.Founding;
import io.coppice.compute.create.Memberships;
import io.coppice.compute.create.VmDisks;
import io.coppice.compute.distro.Setup;
import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.Cts;
import io.coppice.compute.lxc.CtFigures;
import io.coppice.compute.lxc.CtProcess;
import io.coppice.compute.lxc.SubIds;
import io.coppice.compute.lxc.Template;
import io.coppice.compute.machine.CtHost;
import io.coppice.compute.machine.CtMachine;
import io.coppice.compute.machine.CtTree;
import io.coppice.compute.machine.Machine;
import io.coppice.compute.migration.Migrations;
import io.coppice.compute.owner.CtProcesses;
import io.coppice.compute.owner.Owners;
import io.coppice.compute.power.Power;
import io.coppice.compute.power.Settling;
import io.coppice.compute.restore.CtRestores;
import io.coppice.compute.status.CtStatus;
import io.coppice.contract.api.guest.CtApi;
import io.coppice.contract.api.guest.CtConfigApi;
import io.coppice.contract.api.guest.CtStatusApi;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.serve.Routes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of the service that has containers: its graph of objects, and the endpoints that lead into it. */
final class Containers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Containers.class);
    private final Commands commands;
    private final Cts cts;
    private final CtProcess lxc;
    private final Machine machine;
    private final Owners owners;
    private final Power power;
    private final CtGuests guests;
    private final CtChanges changes;
    private final CtBackups backups;
    private final Migrations migrations;
    private final CtStatus status;

    /**
     * @param ways to storage, and to other nodes
     * @param host what there is to run containers with
     * @param telling what tells of a machine's acts
     */
    Containers(ComputeService.Doors doors, Migrations.Ways ways, CtHost host, UnaryOperator<Machine> telling) {
        Calls calls = ways.here();
        Caller self = ways.self();
        Setup setup = Setup.ofThisHost();
        this.cts = new Cts(doors.store(), doors.here());
        this.commands = doors.commands();
        this.lxc = host.lxc();
        this.machine = new CtMachine(cts, host, calls, self, setup);
        this.status = new CtStatus(cts, lxc, new CtFigures(host.groups(), lxc.files()), doors.commands(), doors.live());
        this.owners = new Owners(telling.apply(machine), new CtProcesses(lxc), status::publish, vmid -> {}, why -> {});
        this.power = new Power(cts, owners, doors.tasks());
        VmDisks disks = new VmDisks(calls, self);
        Memberships memberships = new Memberships(calls, self);
        CtTree tree = new CtTree(host.mounts(), setup, calls, self);
        CtRoot maker = new CtRoot(lxc.files(), tree, new Template(doors.commands()), setup);
        CreateCt create = new CreateCt(cts, disks, maker, new Founding(cts, memberships, power::startAtBoot));
        CtRestores restores =
                new CtRestores(cts, owners, doors.tasks(), new CtRestores.Means(disks, create, maker, calls, self));
        this.guests = new CtGuests(
                cts,
                doors.tasks(),
                disks,
                new CtGuests.Ways(create, new DestroyVm(cts, owners, disks, memberships), restores::start),
                calls,
                self);
        this.backups = new CtBackups(cts, owners, lxc, tree, doors.tasks(), doors.commands(), self.name());
        ChangeVm change = new ChangeVm(
                cts,
                disks,
                (wanted, vmid, mark) ->
                        create.volumes(wanted, vmid, mark, cts.read(vmid).isUnprivileged()),
                owners,
                (guest, names) -> CtHotPlan.of(cts, guest, names));
        doors.tasks().register(change);
        this.migrations = new Migrations(cts, owners, doors.tasks(), ways);
        this.changes = new CtChanges(cts, doors.tasks(), disks, guests, change);
    }

    Cts cts() {
        return cts;
    }

    Machine machine() {
        return machine;
    }

    CtBackups backups() {
        return backups;
    }

    /** Takes over those that run, and cleans up after those that ended meanwhile. */
    void find() throws IOException, InterruptedException {
        if (CtMachine.isPossible()) {
            try {
                new SubIds(commands).ensure();
            } catch (IOException e) {
                LOG.warn("unprivileged containers will not start: {}", e.getMessage());
            }
        } else {
            LOG.info("LXC is not installed: there are no containers on this node, only virtual machines");
        }
        for (Ct ct : cts.all()) {
            owners.find(ct.vmid());
        }
    }

    /** Those that start with the node, and do not run. */
    List<Ct> startWithNode() {
        return cts.all().stream()
                .filter(ct -> ct.isOn("onboot", false) && !lxc.runs(ct.vmid()) && !ct.isOn("template", false))
                .toList();
    }

    void startAtBoot(Vmid vmid, String actor) {
        power.startAtBoot(vmid, actor);
    }

    /** As {@link ComputeService#settling}, of containers. */
    Settling settling(String actor) {
        return power.settling(actor);
    }

    void publish(Vmid vmid) {
        status.publish(vmid);
    }

    void publish() {
        status.publish();
        owners.keepOnly(cts.all().stream().map(Ct::vmid).collect(Collectors.toSet()));
    }

    @Override
    public void close() {
        owners.close();
    }

    Routes routes() {
        Routes routes = new Routes()
                .rule("listCts", (caller, parameters) -> {})
                .rule("createCt", (caller, parameters) -> GuestRules.mayCreateCt(cts, caller, parameters))
                .rule("changeCt", (caller, parameters) -> GuestRules.mayChange(GuestKind.LXC, caller, parameters))
                .add(migrations.routes())
                .serve(CtApi.LIST, (caller, in) -> status.list(caller))
                .serve(CtApi.CREATE, guests::create)
                .serve(CtApi.DESTROY, guests::destroy)
                .serve(CtApi.INTERFACES, (caller, in) -> status.interfaces(in.vmid()))
                .serve(CtConfigApi.CHANGE, (caller, in) -> {
                    changes.now(caller, in);
                    return null;
                })
                .serve(CtStatusApi.CURRENT, (caller, in) -> status.current(in.vmid()));
        return switches(routes);
    }

    private Routes switches(Routes routes) {
        return routes.serve(
                        CtStatusApi.START,
                        (caller, in) ->
                                power.start(caller, in.vmid(), in.skiplock().orElse(false)))
                .serve(
                        CtStatusApi.STOP,
                        (caller, in) ->
                                power.stop(caller, in.vmid(), in.skiplock().orElse(false)))
                .serve(
                        CtStatusApi.SHUTDOWN,
                        (caller, in) ->
                                power.shutdown(caller, in.vmid(), Optional.of(in.timeout()), in.forceStop(), false))
                .serve(CtStatusApi.REBOOT, (caller, in) -> power.reboot(caller, in.vmid(), in.timeout()))
                .serve(CtStatusApi.SUSPEND, (caller, in) -> power.suspend(caller, in.vmid(), false, false))
                .serve(CtStatusApi.RESUME, (caller, in) -> power.resume(caller, in.vmid(), false));
    }
}
