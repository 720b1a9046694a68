package io.coppice.compute.probe;

import io.coppice.compute.qemu.Launch.Accelerator;
import io.coppice.servicekit.host.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accelerator of the guests that start now. Answers at once; while KVM is being tried, TCG. */
public final class Accelerators implements Supplier<Accelerator>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Accelerators.class);
    private static final String FAILURE = " ended with a KVM internal error";
    private static final Path KVM = Path.of("/dev/kvm");
    private static final Duration CLOSING = Duration.ofSeconds(2);

    /** The setting {@code accelerator: auto | kvm | tcg}. */
    public enum Choice {
        AUTO,
        KVM,
        TCG
    }

    /** One trial of this host. */
    @FunctionalInterface
    interface Trial {
        Verdict run() throws IOException, InterruptedException;
    }

    private final Choice choice;
    private final Memory memory;
    private final BooleanSupplier hasDevice;
    private final Trial trial;
    private volatile Verdict verdict = Verdict.UNKNOWN;
    private volatile Optional<String> warning = Optional.empty();
    private volatile Thread trying = Thread.ofVirtual().unstarted(() -> {});

    Accelerators(Choice choice, Memory memory, BooleanSupplier hasDevice, Trial trial) {
        this.choice = choice;
        this.memory = memory;
        this.hasDevice = hasDevice;
        this.trial = trial;
    }

    /** @param folder where the verdict is remembered, {@code accelerator} */
    public static Accelerators ofHost(Choice choice, Path folder, Commands commands) {
        Memory memory = new Memory(folder.resolve("accelerator"), System.getProperty("os.version", ""));
        AcceleratorProbe probe = new AcceleratorProbe(commands, folder, System::nanoTime);
        return new Accelerators(choice, memory, () -> Files.exists(KVM), probe::run);
    }

    /** Begins to find out, in the background where a trial has to run. */
    public void start() {
        Optional<Verdict> known = memory.recall();
        if (choice != Choice.AUTO) {
            verdict = new Verdict(Accelerator.valueOf(choice.name()), "so the configuration says");
        } else if (!hasDevice.getAsBoolean()) {
            // not remembered: the device may be there at the next start
            decide(Verdict.NO_DEVICE);
        } else if (known.isPresent()) {
            verdict = known.get();
            warning = Optional.of(known.get().why()).filter(why -> why.contains(FAILURE));
        } else {
            trying = Thread.ofVirtual().name("accelerator-probe").start(this::tryHost);
        }
    }

    void tryHost() {
        try {
            Verdict found = trial.run();
            decide(found);
            memory.keep(verdict);
        } catch (IOException e) {
            LOG.warn("KVM could not be tried, guests run on TCG until the next start: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a trial that is under way, its guest too. */
    @Override
    public void close() {
        if (trying.getState() == Thread.State.NEW) {
            return; // there was nothing to be tried
        }
        trying.interrupt();
        try {
            trying.join(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A guest's failure may have come first, and outweighs a trial. */
    private synchronized void decide(Verdict found) {
        if (warning.isEmpty()) {
            verdict = found;
            LOG.info("guests run on {}: {}", found.accelerator(), found.why());
        }
    }

    @Override
    public Accelerator get() {
        return verdict.accelerator();
    }

    public Verdict verdict() {
        return verdict;
    }

    /** What the node's status warns of. */
    public Optional<String> warning() {
        return warning;
    }

    /** A guest ended with a KVM internal error: from now on guests start on TCG, on this kernel also after a restart. */
    public synchronized void distrustKvm(String guest) {
        if (warning.isPresent()) {
            return;
        }
        String why = guest + FAILURE + "; guests that start from now on run on TCG, slower";
        verdict = new Verdict(Accelerator.TCG, why);
        warning = Optional.of(why);
        LOG.warn("{}", why);
        try {
            memory.keep(verdict);
        } catch (IOException e) {
            LOG.warn("that KVM is not to be used could not be remembered: {}", e.getMessage());
        }
    }
}
