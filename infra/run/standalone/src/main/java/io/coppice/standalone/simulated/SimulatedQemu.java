package io.coppice.standalone.simulated;

import io.coppice.compute.guest.RunFolder;
import io.coppice.compute.qemu.CommandLine;
import io.coppice.compute.qemu.Launch;
import io.coppice.compute.qemu.Qemu;
import io.coppice.compute.qmp.QmpEvents;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.standalone.simulated.SimulatedGuest.State;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The guests of one host, as processes that are none. */
public final class SimulatedQemu implements Qemu {
    private static final AtomicLong PIDS = new AtomicLong(1_000);
    private final RunFolder files;
    private final Load load;
    private final ScheduledExecutorService later;
    private final Map<Vmid, SimulatedGuest> guests = new ConcurrentHashMap<>();
    private final Set<Vmid> failing = ConcurrentHashMap.newKeySet();
    private final Pace pace;

    /**
     * How long things take.
     *
     * @param start of a guest, at least; up to three times as long
     * @param shutdown of a guest that is asked to, at least; up to three times as long
     */
    public record Pace(Duration start, Duration shutdown) {
        public static final Pace USUAL = new Pace(Duration.ofMillis(600), Duration.ofMillis(1_500));
    }

    /** @param later does what takes time */
    public SimulatedQemu(RunFolder files, Load load, Pace pace, ScheduledExecutorService later) {
        this.files = files;
        this.load = load;
        this.pace = pace;
        this.later = later;
    }

    /**
     * One that runs already.
     *
     * @param memory bytes
     * @param sinceMillis when it was started, Unix time
     */
    public void found(Vmid vmid, long memory, long sinceMillis) {
        guests.put(vmid, new SimulatedGuest(vmid, PIDS.incrementAndGet(), memory, sinceMillis));
    }

    /** Its next start fails, as one does now and then. */
    public void failNext(Vmid vmid) {
        failing.add(vmid);
    }

    Optional<SimulatedGuest> guest(Vmid vmid) {
        return Optional.ofNullable(guests.get(vmid));
    }

    private long millis(Duration least, Vmid vmid) {
        return (long) (least.toMillis() * (1 + 2 * load.fraction(vmid.number(), 40)));
    }

    @Override
    public RunFolder files() {
        return files;
    }

    /** What cannot be said to a real QEMU is refused here too. */
    @Override
    public void start(Launch launch) throws IOException, InterruptedException {
        Vmid vmid = launch.vm().vmid();
        CommandLine.of(launch);
        TimeUnit.MILLISECONDS.sleep(millis(pace.start(), vmid));
        if (failing.remove(vmid)) {
            throw Refused.conflict("start failed: QEMU exited with code 1: kvm: cannot set up guest memory"
                    + " 'pc.ram': Cannot allocate memory");
        }
        found(vmid, launch.vm().memoryMib() << 20, System.currentTimeMillis());
    }

    @Override
    public OptionalLong pid(Vmid vmid) {
        SimulatedGuest guest = guests.get(vmid);
        return guest == null ? OptionalLong.empty() : OptionalLong.of(guest.pid());
    }

    private SimulatedGuest require(Vmid vmid) throws IOException {
        return guest(vmid).orElseThrow(() -> new IOException("no process of VM " + vmid + " listens"));
    }

    @Override
    public <T> T talk(Vmid vmid, Talk<T> talk) throws IOException {
        SimulatedGuest guest = require(vmid);
        try (SimulatedQmp qmp = new SimulatedQmp(guest, load, () -> powerDown(guest), () -> end(guest))) {
            return talk.with(qmp);
        }
    }

    private void powerDown(SimulatedGuest guest) {
        later.schedule(
                () -> guest.become(State.SHUTDOWN, "SHUTDOWN"),
                millis(pace.shutdown(), guest.vmid()),
                TimeUnit.MILLISECONDS);
    }

    private void end(SimulatedGuest guest) {
        guests.remove(guest.vmid(), guest);
        guest.end();
    }

    @Override
    public QmpEvents events(Vmid vmid) throws IOException {
        return new SimulatedEvents(require(vmid));
    }

    @Override
    public boolean awaitEnd(Vmid vmid, Duration limit) throws InterruptedException {
        SimulatedGuest guest = guests.get(vmid);
        return guest == null || guest.ended().await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void end(Vmid vmid) {
        guest(vmid).ifPresent(this::end);
    }

    @Override
    public boolean leftTraces(Vmid vmid) {
        return Files.exists(files.mark(vmid));
    }

    @Override
    public void sweep(Vmid vmid) throws IOException {
        Files.deleteIfExists(files.mark(vmid));
    }
}
