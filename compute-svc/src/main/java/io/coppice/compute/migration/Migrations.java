package io.coppice.compute.migration;

import io.coppice.access.Bandwidth;
import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.api.guest.MigrateApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.member.ClusterMember;
import io.coppice.documents.section.KeyFile;
import io.coppice.documents.section.SectionFile;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.serve.FarCalls;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.store.Document;
import io.coppice.store.Image;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code …/migrate} of one kind of guest: what can be refused is, before a task begins. */
public final class Migrations {
    /** In KiB/s, a PiB/s: more is no limit to anybody, and can be counted with. */
    private static final BigDecimal FASTEST = BigDecimal.valueOf(1L << 40);

    private final GuestFiles<?> guests;
    private final Machine machine;
    private final TaskRunner tasks;
    private final Carriage carriage;
    private final Migrate task;

    /** How services of this node and of others are asked. */
    public record Ways(Calls here, FarCalls far, Caller self) {}

    public Migrations(GuestFiles<?> guests, Machine machine, TaskRunner tasks, Ways ways) {
        this.guests = guests;
        this.machine = machine;
        this.tasks = tasks;
        this.carriage = new Carriage(ways.here(), ways.far(), ways.self());
        this.task = new Migrate(guests, machine, carriage, new Restarting(guests, machine, ways.far(), ways.self()));
        tasks.register(task);
    }

    /**
     * What is asked for, whatever the guest's kind.
     *
     * @param restartSeconds how long it may take to shut it down, 0 where it shall not be
     */
    private record Wish(
            Vmid vmid,
            NodeName target,
            boolean online,
            boolean evenWithDevices,
            StorageMap storages,
            Optional<BigDecimal> limit,
            int restartSeconds) {}

    /** Those of the kind. */
    public Routes routes() {
        return switch (guests.kind()) {
            case QEMU ->
                new Routes()
                        .serve(MigrateApi.LOOK_VM, (caller, in) -> look(in))
                        .serve(MigrateApi.MOVE_VM, this::moveVm);
            case LXC ->
                new Routes()
                        .serve(MigrateApi.LOOK_CT, (caller, in) -> look(in))
                        .serve(MigrateApi.MOVE_CT, this::moveCt);
        };
    }

    private Map<String, Object> look(MigrateApi.Look in) {
        in.target().ifPresent(this::requireOther);
        List<NodeName> others = guests.store().image().below(ClusterMember.FOLDER).stream()
                .map(d -> new NodeName(d.path().substring(ClusterMember.FOLDER.length())))
                .filter(n -> !n.equals(guests.here()))
                .filter(n -> in.target().isEmpty() || in.target().get().equals(n))
                .toList();
        return new Outlook(guests.read(in.vmid()), machine.runs(in.vmid()), carriage).shown(others);
    }

    private String moveVm(Caller caller, MigrateApi.MoveVm in) {
        boolean root = caller.name().equals("root@pam");
        Stream.of("force", "migration_type", "migration_network")
                .filter(name -> !root && isGiven(in, name))
                .forEach(name -> {
                    throw Refused.badParameter(name, "Only root may use this option.");
                });
        if (in.migrationNetwork().isPresent()) {
            throw Refused.badParameter(
                    "migration_network", "nodes reach each other over the cluster's own addresses alone; leave it out");
        }
        return move(
                caller,
                new Wish(
                        in.vmid(),
                        in.target(),
                        in.online().orElse(false),
                        in.force().orElse(false),
                        storages("targetstorage", in.targetstorage()),
                        in.bwlimit().map(BigDecimal::valueOf),
                        0));
    }

    private static boolean isGiven(MigrateApi.MoveVm in, String name) {
        return switch (name) {
            case "force" -> in.force().isPresent();
            case "migration_type" -> in.migrationType().isPresent();
            default -> in.migrationNetwork().isPresent();
        };
    }

    private String moveCt(Caller caller, MigrateApi.MoveCt in) {
        if (in.timeout() < 1) {
            throw Refused.badParameter("timeout", "a shutdown takes a second at least");
        }
        return move(
                caller,
                new Wish(
                        in.vmid(),
                        in.target(),
                        in.online().orElse(false),
                        false,
                        storages("target-storage", in.targetStorage()),
                        in.bwlimit().map(kib -> BigDecimal.valueOf(Math.min(kib, FASTEST.doubleValue()))),
                        in.restart().orElse(false) ? in.timeout() : 0));
    }

    private static StorageMap storages(String parameter, Optional<String> text) {
        return text.filter(t -> !t.isBlank())
                .map(t -> StorageMap.parse(parameter, t))
                .orElse(StorageMap.same());
    }

    private String move(Caller caller, Wish wish) {
        requireOther(wish.target());
        Guest guest = guests.read(wish.vmid());
        GuestFiles.requireUnlocked(guest, false);
        boolean runs = machine.runs(wish.vmid());
        if (runs && wish.restartSeconds() == 0) {
            throw running(guest, wish.online());
        }
        List<Migrate.Copy> copies =
                new Packing(guest, wish.target(), wish.storages(), carriage).copies(caller, wish.evenWithDevices());
        Migrate.Params params = new Migrate.Params(
                wish.vmid().number(),
                wish.target().text(),
                copies,
                limit(caller, copies, wish.limit()),
                runs ? wish.restartSeconds() : 0,
                Destination.of(wish.target(), guests.store().image()).member(),
                Optional.of(Seen.digest(guest)));
        return tasks.start(task, params, wish.vmid().toString(), caller, Queue.guest(wish.vmid()))
                .toString();
    }

    private static Refused running(Guest guest, boolean online) {
        String otherwise = guest.kind() == GuestKind.LXC ? ", or move it with 'restart'" : "";
        return online
                ? Refused.badParameter(
                        "online",
                        guest.title() + " runs, and moving a running guest is not there yet: shut it down, then move it"
                                + " without 'online'" + otherwise)
                : Refused.conflict(guest.title() + " runs, and moving a running guest is not there yet: shut it down"
                        + " first" + otherwise);
    }

    private void requireOther(NodeName target) {
        if (target.equals(guests.here())) {
            throw Refused.badParameter("target", "target is local node.");
        }
        Image image = guests.store().image();
        boolean cluster = !image.below(ClusterMember.FOLDER).isEmpty();
        if (cluster && image.find(ClusterMember.path(target)).isEmpty()) {
            throw Refused.badParameter("target", "no such cluster node '" + target + "'");
        }
    }

    /** In KiB/s, 0 for none: what is wished for, within the limits of storages and data centre. */
    private long limit(Caller caller, List<Migrate.Copy> copies, Optional<BigDecimal> wish) {
        Image image = guests.store().image();
        Map<String, String> own = new HashMap<>();
        List<String> involved = copies.stream()
                .flatMap(c -> Stream.of(c.volume(), c.copy()))
                .map(v -> VolumeId.parse(v).storage().text())
                .distinct()
                .toList();
        for (String storage : involved) {
            image.find("storage.cfg:" + storage)
                    .flatMap(d -> SectionFile.section(d.text()).property("bwlimit"))
                    .ifPresent(limits -> own.put(storage, limits));
        }
        String datacenter = image.find("datacenter.cfg")
                .map(Document::text)
                .map(text -> KeyFile.parse(text).file().values().getOrDefault("bwlimit", ""))
                .orElse("");
        return new Bandwidth(datacenter, own)
                .limit(caller.permissions(), "migration", involved, wish)
                .map(limit ->
                        limit.setScale(0, RoundingMode.CEILING).min(FASTEST).longValue())
                .orElse(0L);
    }
}
