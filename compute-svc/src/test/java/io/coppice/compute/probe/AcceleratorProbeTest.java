package io.coppice.compute.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.compute.qemu.Launch.Accelerator;
import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceleratorProbeTest {
    @TempDir
    @SuppressWarnings("NullAway")
    private Path folder;

    /** A host on which the guest takes so long under each; a negative time is one that never ends. */
    private Verdict probe(long tcgMillis, long kvmMillis) throws Exception {
        AtomicLong nanos = new AtomicLong();
        Commands host = (argv, limit) -> {
            long millis = argv.contains("type=pc,accel=kvm") ? kvmMillis : tcgMillis;
            if (millis < 0) {
                throw new IOException("it did not end and was killed");
            }
            nanos.addAndGet(Duration.ofMillis(millis).toNanos());
            return new Commands.Ended(ProbeGuest.EXIT_OK, "", "");
        };
        return new AcceleratorProbe(host, folder, nanos::get).run();
    }

    @Test
    void both_are_timed_and_the_disk_is_removed() throws Exception {
        assertEquals(Accelerator.KVM, probe(500, 120).accelerator());
        assertEquals(Accelerator.TCG, probe(500, 2900).accelerator());
        assertEquals(Accelerator.TCG, probe(500, -1).accelerator());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void a_guest_that_resets_itself_has_not_run() throws Exception {
        Commands host = (argv, limit) -> new Commands.Ended(argv.contains("type=pc,accel=kvm") ? 0 : 33, "", "");
        assertEquals(
                Accelerator.TCG,
                new AcceleratorProbe(host, folder, System::nanoTime).run().accelerator());
    }

    @Test
    void the_guest_runs_under_tcg_on_this_host() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/qemu-system-x86_64")), "no QEMU here");
        Path disk = Files.write(folder.resolve("a,b.img"), ProbeGuest.sector());
        Commands.Ended ended =
                new HostCommands().run(AcceleratorProbe.arguments(disk, Accelerator.TCG), Duration.ofSeconds(60));
        assertEquals(ProbeGuest.EXIT_OK, ended.exit(), ended.err());
    }

    @Test
    void the_guest_of_a_trial_whose_process_was_killed_is_ended_by_the_next() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/qemu-system-x86_64")), "no QEMU here");
        Path disk = Files.write(folder.resolve("probe1.img"), new byte[512]); // nothing to boot: it would stay for ever
        Process left = new ProcessBuilder(AcceleratorProbe.arguments(disk, Accelerator.TCG))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Eventually.that(
                "QEMU has begun",
                () -> left.info().arguments().filter(a -> a.length > 5).isPresent());
        probe(500, 120);
        assertTrue(left.waitFor(20, TimeUnit.SECONDS));
        assertFalse(Files.exists(disk));
    }

    @Test
    void the_guest_is_what_its_source_says() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/gcc")) && Files.isExecutable(Path.of("/usr/bin/ld")),
                "no assembler here");
        Path source = folder.resolve("probe.S");
        try (InputStream in = ProbeGuest.class.getResourceAsStream("probe.S")) {
            Files.write(source, java.util.Objects.requireNonNull(in).readAllBytes());
        }
        String object = folder.resolve("probe.o").toString();
        String binary = folder.resolve("probe.bin").toString();
        run("gcc", "-c", source.toString(), "-o", object);
        run("ld", "-Ttext=0x7c00", "--oformat", "binary", object, "-o", binary);
        assertArrayEquals(Files.readAllBytes(Path.of(binary)), ProbeGuest.sector());
    }

    private static void run(String... argv) throws Exception {
        Commands.Ended ended = new HostCommands().run(List.of(argv), Duration.ofSeconds(60));
        assertTrue(ended.ok(), ended.err());
    }
}
