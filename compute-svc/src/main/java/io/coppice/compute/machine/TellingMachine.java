package io.coppice.compute.machine;

import io.coppice.compute.guest.Guest;
import io.coppice.contract.event.EventType;
import io.coppice.contract.event.GuestEvents;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.event.Happening;
import io.coppice.servicekit.event.Outbox;
import io.coppice.servicekit.task.Ownership;
import io.coppice.servicekit.task.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells what is done with guests, around another that does it. */
public final class TellingMachine implements Machine {
    private static final Map<String, EventType<GuestEvents.Guest>> SAID =
            Map.of("stop", GuestEvents.PAUSED, "cont", GuestEvents.RESUMED, "system_reset", GuestEvents.RESET);

    private final GuestKind kind;
    private final Machine machine;
    private final Outbox outbox;
    private final NodeName here;
    private final Ownership ownership;
    private final Set<Vmid> started = ConcurrentHashMap.newKeySet();

    public TellingMachine(GuestKind kind, Machine machine, Outbox outbox, NodeName here, Ownership ownership) {
        this.kind = kind;
        this.machine = machine;
        this.outbox = outbox;
        this.here = here;
        this.ownership = ownership;
    }

    /** Settles what an earlier process left open. To be called once, before anything is switched. */
    public static void settle(Outbox outbox, Map<GuestKind, Machine> machines) {
        outbox.settle((type, data) -> {
            GuestKind kind = data.path("kind").asText().equals(GuestKind.LXC.text()) ? GuestKind.LXC : GuestKind.QEMU;
            Machine machine = machines.get(kind);
            boolean runs =
                    machine != null && machine.runs(new Vmid(data.path("vmid").asInt()));
            return type.equals(GuestEvents.STARTED.type()) ? runs : type.equals(GuestEvents.STOPPED.type()) && !runs;
        });
    }

    @Override
    public boolean runs(Vmid vmid) {
        boolean runs = machine.runs(vmid);
        if (runs) {
            started.add(vmid);
        }
        return runs;
    }

    @Override
    public void start(Guest guest, String mark, Progress progress) throws IOException, InterruptedException {
        if (runs(guest.vmid())) {
            machine.start(guest, mark, progress);
            return;
        }
        outbox.aroundHost(
                happening(GuestEvents.STARTED, guest.vmid()).in(mark), () -> machine.start(guest, mark, progress));
        started.add(guest.vmid());
    }

    @Override
    public void abandon(Vmid vmid, String mark) throws IOException, InterruptedException {
        if (runs(vmid) && isMarked(vmid, mark)) {
            outbox.aroundHost(happening(GuestEvents.STOPPED, vmid).in(mark), () -> machine.abandon(vmid, mark));
            started.remove(vmid);
        } else {
            machine.abandon(vmid, mark);
        }
    }

    @Override
    public boolean isMarked(Vmid vmid, String mark) throws IOException {
        return machine.isMarked(vmid, mark);
    }

    @Override
    public void keep(Vmid vmid) throws IOException, InterruptedException {
        machine.keep(vmid);
    }

    @Override
    public void end(Vmid vmid) throws IOException, InterruptedException {
        if (runs(vmid) || started.contains(vmid)) {
            outbox.aroundHost(happening(GuestEvents.STOPPED, vmid), () -> machine.end(vmid));
            started.remove(vmid);
        } else {
            machine.end(vmid);
        }
    }

    @Override
    public void say(Vmid vmid, String command) throws IOException, InterruptedException {
        EventType<GuestEvents.Guest> type = SAID.get(command);
        if (type == null) {
            machine.say(vmid, command);
        } else {
            outbox.aroundHost(happening(type, vmid), () -> machine.say(vmid, command));
        }
    }

    @Override
    public boolean awaitPowerOff(Vmid vmid, Duration limit, Progress progress) throws InterruptedException {
        return machine.awaitPowerOff(vmid, limit, progress);
    }

    @Override
    public void change(Guest guest, HotChange what) throws IOException, InterruptedException {
        machine.change(guest, what);
    }

    /** Its process has ended by itself, or nobody knows how. */
    @Override
    public void cleanUp(Vmid vmid) throws IOException, InterruptedException {
        machine.cleanUp(vmid);
        if (started.remove(vmid)) {
            outbox.happened(happening(GuestEvents.STOPPED, vmid));
        }
    }

    private Happening<GuestEvents.Guest> happening(EventType<GuestEvents.Guest> type, Vmid vmid) {
        Optional<Long> since = ownership.of(vmid) instanceof Ownership.Standing.Here standing
                ? Optional.of(standing.epoch())
                : Optional.empty();
        return outbox.ordered(
                Happening.asked(type, new GuestEvents.Guest(vmid, here, kind.text()), "system:compute@" + here)
                        .since(since));
    }
}
