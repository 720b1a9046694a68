package io.coppice.compute;

import io.coppice.compute.backup.BackupRoutes;
import io.coppice.compute.backup.GuestBackups;
import io.coppice.compute.config.ChangeVm;
import io.coppice.compute.config.Changes;
import io.coppice.compute.console.ConsoleRoutes;
import io.coppice.compute.create.CreateVm;
import io.coppice.compute.create.DestroyVm;
import io.coppice.compute.create.Founding;
import io.coppice.compute.create.Guests;
import io.coppice.compute.create.HeldNumbers;
import io.coppice.compute.create.Memberships;
import io.coppice.compute.create.VmDisks;
import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.machine.CtHost;
import io.coppice.compute.machine.DiskServer;
import io.coppice.compute.machine.GuestHost;
import io.coppice.compute.machine.HostMachine;
import io.coppice.compute.machine.Machine;
import io.coppice.compute.machine.TellingMachine;
import io.coppice.compute.migration.Migrations;
import io.coppice.compute.migration.OverMoves;
import io.coppice.compute.net.Taps;
import io.coppice.compute.owner.Owners;
import io.coppice.compute.power.Power;
import io.coppice.compute.probe.Accelerators;
import io.coppice.compute.probe.Verdict;
import io.coppice.compute.qemu.Qemu;
import io.coppice.compute.restore.Restores;
import io.coppice.compute.status.GuestFigures;
import io.coppice.compute.status.Newcomers;
import io.coppice.compute.status.VmStatus;
import io.coppice.contract.api.guest.VmApi;
import io.coppice.contract.api.guest.VmConfigApi;
import io.coppice.contract.api.guest.VmStatusApi;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.NodeName;
import io.coppice.live.Live;
import io.coppice.servicekit.event.Outbox;
import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.serve.FarCalls;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.task.StoreOwnership;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service's graph of objects, and the endpoints that lead into it. */
public final class ComputeService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ComputeService.class);
    private static final String FIRST_BRIDGE = "vmbr0";
    private static final String ACCELERATOR = "accelerator";
    private final Vms vms;
    private final Taps taps;
    private final Qemu qemu;
    private final Owners owners;
    private final Power power;
    private final Guests guests;
    private final Changes changes;
    private final Migrations migrations;
    private final VmStatus status;
    private final GuestBackups backups;
    private final ConsoleRoutes consoles;
    private final Accelerators accelerators;
    private final Live live;
    private final Containers containers;
    private final NodeName here;
    private final String self;
    private final Store.Watch newcomers;

    /** What the service stands on. */
    public record Doors(
            NodeName here,
            Store store,
            Live live,
            TaskRunner tasks,
            Commands commands,
            Clock clock,
            Optional<Outbox> outbox) {
        public Doors(NodeName here, Store store, Live live, TaskRunner tasks, Commands commands, Clock clock) {
            this(here, store, live, tasks, commands, clock, Optional.empty());
        }
    }

    /**
     * Guests on this machine.
     *
     * @param calls to storage
     * @param self the service as a caller
     * @param run where virtual machines' sockets lie; what belongs to containers lies beside it
     */
    public ComputeService(Doors doors, Calls calls, Caller self, Path run, Accelerators accelerators) {
        this(
                doors,
                calls,
                self,
                GuestHost.ofThisMachine(doors.here(), run, doors.commands()),
                GuestFigures.ofKernel(),
                accelerators);
    }

    /** One that reaches no other node. */
    public ComputeService(
            Doors doors, Calls calls, Caller self, GuestHost host, GuestFigures figures, Accelerators accelerators) {
        this(doors, calls, self, host, figures, accelerators, FarCalls.none());
    }

    /**
     * @param calls to storage
     * @param self the service as a caller
     * @param host what there is to run guests with
     * @param figures what the host tells of them
     * @param far reaches the services of other nodes
     */
    public ComputeService(
            Doors doors,
            Calls calls,
            Caller self,
            GuestHost host,
            GuestFigures figures,
            Accelerators accelerators,
            FarCalls far) {
        this.self = self.name();
        this.accelerators = accelerators;
        this.live = doors.live();
        this.here = doors.here();
        this.vms = new Vms(doors.store(), doors.here());
        this.taps = host.taps();
        this.qemu = host.qemu();
        this.status = new VmStatus(vms, qemu, figures, doors.live());
        Machine machine = new HostMachine(vms, host, calls, self, accelerators);
        Migrations.Ways ways = new Migrations.Ways(calls, far, self);
        this.containers = new Containers(
                doors,
                ways,
                CtHost.ofThisMachine(
                        qemu.files().root().resolveSibling("lxc"), Path.of("/sys/fs/cgroup"), taps, doors.commands()),
                m -> telling(doors, GuestKind.LXC, m));
        doors.outbox()
                .ifPresent(o ->
                        TellingMachine.settle(o, Map.of(GuestKind.QEMU, machine, GuestKind.LXC, containers.machine())));
        this.owners = new Owners(
                telling(doors, GuestKind.QEMU, machine),
                qemu,
                status::publish,
                status::forget,
                accelerators::distrustKvm);
        this.power = new Power(vms, owners, doors.tasks());
        this.consoles = new ConsoleRoutes(vms, qemu, doors.tasks());
        VmDisks disks = new VmDisks(calls, self);
        Memberships memberships = new Memberships(calls, self);
        CreateVm create = new CreateVm(disks, new Founding(vms, memberships, power::startAtBoot));
        DiskServer server = new DiskServer(host.qemu().files().root(), doors.commands());
        Restores restores = new Restores(
                vms,
                owners,
                doors.tasks(),
                new Restores.Means(
                        disks, create, server, () -> host.around().get().build(), calls, self));
        this.guests = new Guests(
                vms,
                doors.tasks(),
                disks,
                create,
                new DestroyVm(vms, owners, disks, memberships),
                doors.clock(),
                restores::start);
        this.backups = new GuestBackups(vms, owners, host, doors.tasks(), server, calls, self);
        this.changes = new Changes(vms, doors.tasks(), disks, new ChangeVm(vms, disks, owners));
        this.migrations = new Migrations(vms, owners, doors.tasks(), ways);
        this.newcomers = Newcomers.follow(doors.store(), here, status::publish, containers::publish);
    }

    private static Machine telling(Doors doors, GuestKind kind, Machine machine) {
        return doors.outbox()
                .<Machine>map(o -> new TellingMachine(
                        kind, machine, o, doors.here(), new StoreOwnership(doors.store(), doors.here())))
                .orElse(machine);
    }

    /** Makes the first bridge where there is none; starts the guests that start with the node, in their order. */
    public void start() throws IOException, InterruptedException {
        try {
            if (taps.ensureBridge(FIRST_BRIDGE)) {
                LOG.info(
                        "made the bridge {} without ports: guests reach each other over it, and nothing else",
                        FIRST_BRIDGE);
            }
        } catch (RuntimeException e) {
            LOG.warn("there is no bridge {} and none could be made: {}", FIRST_BRIDGE, e.getMessage());
        }
        for (Vm vm : vms.all()) {
            owners.find(vm.vmid());
        }
        containers.find();
        Stream.<Guest>concat(
                        vms.all().stream()
                                .filter(vm -> vm.isOn("onboot", false)
                                        && !qemu.runs(vm.vmid())
                                        && !vm.isOn("template", false)),
                        containers.startWithNode().stream())
                .sorted(Comparator.comparingLong(ComputeService::startOrder).thenComparing(Guest::vmid))
                .forEach(this::startAtBoot);
    }

    private void startAtBoot(Guest guest) {
        switch (guest.kind()) {
            case QEMU -> power.startAtBoot(guest.vmid(), self);
            case LXC -> containers.startAtBoot(guest.vmid(), self);
        }
    }

    /** {@code startup: order=2}; those without come last. */
    private static long startOrder(Guest guest) {
        String order = guest.option("startup", "").replaceAll("^(order=)?(\\d+).*$", "$2");
        return order.matches("\\d{1,9}") ? Long.parseLong(order) : Long.MAX_VALUE;
    }

    public void publish() {
        status.publish();
        owners.keepOnly(vms.all().stream().map(Vm::vmid).collect(Collectors.toSet()));
        containers.publish();
        Verdict now = accelerators.verdict();
        live.put(
                ACCELERATOR,
                here.toString(),
                Map.of(
                        "accelerator",
                        now.accelerator().name().toLowerCase(Locale.ROOT),
                        "why",
                        now.why(),
                        "warning",
                        accelerators.warning().orElse("")));
    }

    /** Gives back what ended tasks of this node still hold. */
    public HeldNumbers held(HeldNumbers.Over over) {
        return new HeldNumbers(vms.store(), self, over);
    }

    /** Forgets moves of guests that are over. */
    public OverMoves moves(OverMoves.Over over) {
        return new OverMoves(vms.store(), here, self, over);
    }

    /** Lets hold what waits of guests that are off: their stop could not write it without a quorum. */
    public Reconciler settling() {
        Reconciler machines = power.settling(self);
        Reconciler cts = containers.settling(self);
        return () -> {
            machines.reconcile();
            cts.reconcile();
        };
    }

    /** What an administrator should know of the node's guests, as the service that has them published it. */
    public static List<String> warnings(Live live, NodeName node) {
        return live.get(ACCELERATOR, node.toString()).stream()
                .map(i -> String.valueOf(i.figures().get("warning")))
                .filter(w -> !w.isEmpty())
                .toList();
    }

    /** The guests go on. */
    @Override
    public void close() {
        newcomers.close();
        owners.close();
        containers.close();
    }

    public Routes routes() {
        Routes routes = new Routes()
                .rule("listVms", (caller, parameters) -> {})
                .rule("createVm", (caller, parameters) -> GuestRules.mayCreateVm(vms, caller, parameters))
                .rule("changeVm", (caller, parameters) -> GuestRules.mayChange(GuestKind.QEMU, caller, parameters))
                .rule("suspendVm", (caller, parameters) -> {
                    if ("true".equals(String.valueOf(parameters.get("todisk")))) {
                        caller.require("/vms/" + parameters.get("vmid"), "VM.Config.Disk");
                    }
                })
                .serve(VmApi.LIST, (caller, in) -> status.list(caller))
                .serve(VmApi.CREATE, guests::create)
                .serve(VmApi.DESTROY, guests::destroy)
                .add(new BackupRoutes(backups, containers.backups()).routes())
                .add(TruthReads.routes(vms, containers.cts()))
                .add(containers.routes())
                .add(migrations.routes())
                .add(consoles.routes())
                .serve(VmConfigApi.CHANGE_NOW, (caller, in) -> {
                    changes.now(caller, in);
                    return null;
                })
                .serve(VmConfigApi.CHANGE_LATER, changes::later)
                .serve(VmStatusApi.CURRENT, (caller, in) -> status.current(in.vmid()));
        return switches(routes);
    }

    private Routes switches(Routes routes) {
        return routes.serve(
                        VmStatusApi.START,
                        (caller, in) ->
                                power.start(caller, in.vmid(), in.skiplock().orElse(false)))
                .serve(
                        VmStatusApi.STOP,
                        (caller, in) ->
                                power.stop(caller, in.vmid(), in.skiplock().orElse(false)))
                .serve(
                        VmStatusApi.SHUTDOWN,
                        (caller, in) -> power.shutdown(
                                caller,
                                in.vmid(),
                                in.timeout(),
                                in.forceStop(),
                                in.skiplock().orElse(false)))
                .serve(VmStatusApi.REBOOT, (caller, in) -> power.reboot(caller, in.vmid(), in.timeout()))
                .serve(
                        VmStatusApi.RESET,
                        (caller, in) ->
                                power.reset(caller, in.vmid(), in.skiplock().orElse(false)))
                .serve(
                        VmStatusApi.SUSPEND,
                        (caller, in) -> power.suspend(
                                caller, in.vmid(), in.todisk(), in.skiplock().orElse(false)))
                .serve(
                        VmStatusApi.RESUME,
                        (caller, in) ->
                                power.resume(caller, in.vmid(), in.skiplock().orElse(false)));
    }
}
