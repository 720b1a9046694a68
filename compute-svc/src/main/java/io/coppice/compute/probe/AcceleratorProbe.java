package io.coppice.compute.probe;

import io.coppice.compute.qemu.Launch.Accelerator;
import io.coppice.servicekit.host.Commands;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Runs the same guest code under TCG and KVM, one after the other, and compares. Takes a second, at most twenty. */
final class AcceleratorProbe {
    /** Where KVM is emulated the guest would run for minutes, or stand still after an internal error. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Commands commands;
    private final Path folder;
    private final LongSupplier nanos;

    /**
     * @param folder the guest's disk lies there while it runs
     * @param nanos a clock that never goes back
     */
    AcceleratorProbe(Commands commands, Path folder, LongSupplier nanos) {
        this.commands = commands;
        this.folder = folder;
        this.nanos = nanos;
    }

    /** @throws IOException when the guest's disk cannot be written */
    Verdict run() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        endLeftOver();
        Path disk = Files.createTempFile(folder, "probe", ".img");
        try {
            Files.write(disk, ProbeGuest.sector());
            Optional<Duration> tcg = time(disk, Accelerator.TCG);
            return Verdict.of(tcg, time(disk, Accelerator.KVM));
        } finally {
            Files.deleteIfExists(disk);
        }
    }

    /** Ends the guests of trials whose process was killed: under an emulated KVM they would run for ever. */
    private void endLeftOver() throws IOException {
        try (DirectoryStream<Path> disks = Files.newDirectoryStream(folder, "probe*.img")) {
            for (Path disk : disks) {
                ProcessHandle.allProcesses()
                        .filter(process -> bears(process, disk))
                        .forEach(ProcessHandle::destroyForcibly);
                Files.deleteIfExists(disk);
            }
        }
    }

    private static boolean bears(ProcessHandle process, Path disk) {
        return process.info()
                .arguments()
                .filter(all -> Arrays.asList(all).contains(drive(disk)))
                .isPresent();
    }

    private Optional<Duration> time(Path disk, Accelerator with) throws InterruptedException {
        long start = nanos.getAsLong();
        try {
            Commands.Ended ended = commands.run(arguments(disk, with), LIMIT);
            long took = nanos.getAsLong() - start;
            return ended.exit() == ProbeGuest.EXIT_OK ? Optional.of(Duration.ofNanos(took)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // killed at the limit, or there is no QEMU: it did not run the code
        }
    }

    /** With the processor that guests have unless their configuration says otherwise. */
    static List<String> arguments(Path disk, Accelerator with) {
        return List.of(
                "qemu-system-x86_64",
                "-machine",
                "type=pc,accel=" + with.name().toLowerCase(Locale.ROOT),
                "-cpu",
                "kvm64",
                "-m",
                "16",
                "-nodefaults",
                "-display",
                "none",
                "-no-reboot",
                "-device",
                "isa-debug-exit,iobase=0xf4,iosize=4",
                "-drive",
                drive(disk));
    }

    private static String drive(Path disk) {
        return "if=ide,format=raw,file=" + disk.toString().replace(",", ",,");
    }
}
