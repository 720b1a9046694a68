package io.coppice.compute.owner;

import io.coppice.compute.guest.Guest;
import io.coppice.compute.machine.HostMachine;
import io.coppice.compute.machine.HotChange;
import io.coppice.compute.machine.Machine;
import io.coppice.compute.qemu.Qemu;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The owners of this node's guests, as the machine that tasks switch; and who listens to each running guest. */
public final class Owners implements Machine, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Owners.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private final Machine machine;
    private final Processes processes;
    private final GuestOwner.Watch watch;
    private final Consumer<Vmid> acted;
    private final ConcurrentHashMap<Vmid, GuestOwner> owners = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, Thread> listeners = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param changed is told of a guest that stands otherwise now
     * @param acted is told of a guest with which something was done, before who asked is told
     * @param distrustKvm is told of a guest that KVM let down
     */
    public Owners(HostMachine machine, Consumer<Vmid> changed, Consumer<Vmid> acted, Consumer<String> distrustKvm) {
        this(machine, machine.qemu(), changed, acted, distrustKvm);
    }

    /** @param machine something around the one that starts guests by {@code qemu} */
    public Owners(
            Machine machine, Qemu qemu, Consumer<Vmid> changed, Consumer<Vmid> acted, Consumer<String> distrustKvm) {
        this(machine, new QemuProcesses(qemu), changed, acted, distrustKvm);
    }

    /** @param machine what switches the guests that are found by {@code processes} */
    public Owners(
            Machine machine,
            Processes processes,
            Consumer<Vmid> changed,
            Consumer<Vmid> acted,
            Consumer<String> distrustKvm) {
        this.acted = acted;
        this.machine = machine;
        this.processes = processes;
        this.watch = new GuestOwner.Watch(changed, distrustKvm);
    }

    /** Takes over a guest that may run since before this service did, or has ended meanwhile. */
    public void find(Vmid vmid) throws IOException, InterruptedException {
        if (!listen(vmid) && processes.leftTraces(vmid)) {
            // by its owner, since a task that goes on may be about to start it
            other(vmid, () -> {
                if (!machine.runs(vmid)) {
                    machine.cleanUp(vmid);
                }
            });
        }
    }

    private GuestOwner owner(Vmid vmid) {
        GuestOwner owner = owners.computeIfAbsent(vmid, v -> new GuestOwner(v, machine, watch));
        if (closed) {
            owner.close();
        }
        return owner;
    }

    /** Ends the threads of guests that are no more: those with nothing to do, and no process. Who asks later gets a new one. */
    public void keepOnly(Set<Vmid> guests) {
        owners.forEach((vmid, owner) -> {
            if (!guests.contains(vmid) && !machine.runs(vmid) && owner.retire()) {
                owners.remove(vmid, owner);
            }
        });
    }

    /** How many guests have a thread. */
    int count() {
        return owners.size();
    }

    private void tell(Vmid vmid, Happening what) {
        GuestOwner owner = owner(vmid);
        while (!owner.tell(what)) {
            owners.remove(vmid, owner);
            owner = owner(vmid);
        }
    }

    /** @return whether there is a process to listen to */
    private boolean listen(Vmid vmid) {
        OptionalLong pid = processes.pid(vmid);
        pid.ifPresent(p -> {
            Thread listener = listeners.computeIfAbsent(
                    p, x -> Thread.ofVirtual().name("guest-" + vmid + "-events").start(() -> listen(vmid, p)));
            if (closed) {
                listener.interrupt();
            }
        });
        return pid.isPresent();
    }

    private boolean lives(Vmid vmid, long pid) {
        return processes.pid(vmid).equals(OptionalLong.of(pid));
    }

    /** Connects anew as long as the process is there: its end alone ends this. */
    private void listen(Vmid vmid, long pid) {
        tell(vmid, new Happening.Starts());
        try {
            Processes.Conversation told = processes.conversation(vmid, pid);
            do {
                try {
                    told.listen(happening -> tell(vmid, happening));
                } catch (IOException e) {
                    LOG.debug("guest {}: the conversation about events ended: {}", vmid, e.getMessage());
                }
            } while (!processes.awaitEnd(vmid, AGAIN) && lives(vmid, pid));
            tell(vmid, new Happening.Gone(pid));
        } catch (InterruptedException e) {
            LOG.debug("nobody listens to VM {} any more", vmid);
        } finally {
            listeners.remove(pid);
        }
    }

    @Override
    public boolean runs(Vmid vmid) {
        return machine.runs(vmid);
    }

    @Override
    public void start(Guest guest, String mark, Progress progress) throws IOException, InterruptedException {
        try {
            ask(guest.vmid(), GuestQueue.Kind.START, () -> {
                machine.start(guest, mark, progress);
                if (!listen(guest.vmid())) {
                    throw Refused.conflict("start failed: it ended right after it had started");
                }
                return null;
            });
        } finally {
            publish(guest.vmid());
        }
    }

    /** QEMU tells of a start or an end when it likes; a task that is over must find it published. */
    private void publish(Vmid vmid) {
        try {
            watch.changed().accept(vmid);
        } catch (RuntimeException e) {
            LOG.warn("VM {}: how it stands now is not published", vmid, e);
        }
    }

    @Override
    public void abandon(Vmid vmid, String mark) throws IOException, InterruptedException {
        try {
            other(vmid, () -> machine.abandon(vmid, mark));
        } finally {
            publish(vmid);
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
        ask(vmid, GuestQueue.Kind.END, () -> {
            machine.end(vmid);
            return null;
        });
    }

    @Override
    public void say(Vmid vmid, String command) throws IOException, InterruptedException {
        GuestQueue.Kind kind = switch (command) {
            case "system_powerdown" -> GuestQueue.Kind.POWER_DOWN;
            case "system_reset" -> GuestQueue.Kind.RESET;
            case "stop" -> GuestQueue.Kind.PAUSE;
            case "cont" -> GuestQueue.Kind.RESUME;
            default -> GuestQueue.Kind.OTHER;
        };
        ask(vmid, kind, () -> {
            machine.say(vmid, command);
            return null;
        });
    }

    @Override
    public void change(Guest guest, HotChange what) throws IOException, InterruptedException {
        other(guest.vmid(), () -> machine.change(guest, what));
    }

    /** Does something with a guest that must not run beside its switches. */
    private void other(Vmid vmid, Work work) throws IOException, InterruptedException {
        ask(vmid, GuestQueue.Kind.OTHER, () -> {
            work.run();
            return null;
        });
    }

    /** What {@link #other} does. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    @Override
    public boolean awaitPowerOff(Vmid vmid, Duration limit, Progress progress) throws InterruptedException {
        GuestOwner owner = owner(vmid);
        boolean off = false;
        try {
            off = awaitPowerOff(vmid, owner, System.nanoTime() + limit.toNanos(), progress);
        } finally {
            if (!off) {
                owner.letPowerDownGo();
            }
        }
        return off;
    }

    private boolean awaitPowerOff(Vmid vmid, GuestOwner owner, long deadline, Progress progress)
            throws InterruptedException {
        while (machine.runs(vmid) && !owner.state().isOff()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            progress.checkCancelled();
            owner.await(GuestState::isOff, Duration.ofNanos(Math.min(left, LOOK.toNanos())));
        }
        return true;
    }

    @Override
    public void cleanUp(Vmid vmid) throws IOException, InterruptedException {
        other(vmid, () -> machine.cleanUp(vmid));
    }

    private void ask(Vmid vmid, GuestQueue.Kind kind, Callable<?> work) throws IOException, InterruptedException {
        try {
            GuestOwner owner = owner(vmid);
            while (!owner.ask(kind, work)) {
                owners.remove(vmid, owner);
                owner = owner(vmid);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            // before the task that asked says that it is done
            acted.accept(vmid);
        }
    }

    /** The guests go on; nothing more is done with them, and nobody listens to them. */
    @Override
    public void close() {
        closed = true;
        listeners.values().forEach(Thread::interrupt);
        owners.values().forEach(GuestOwner::close);
    }
}
