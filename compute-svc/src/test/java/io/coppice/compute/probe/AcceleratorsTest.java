package io.coppice.compute.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.compute.qemu.Launch.Accelerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceleratorsTest {
    private static final Verdict GOOD = new Verdict(Accelerator.KVM, "seen to be fast");

    @TempDir
    @SuppressWarnings("NullAway")
    private Path folder;

    private Memory memory(String kernel) {
        return new Memory(folder.resolve("deep/accelerator"), kernel);
    }

    private Accelerators auto(Accelerators.Trial trial) {
        return new Accelerators(Accelerators.Choice.AUTO, memory("6.1"), () -> true, trial);
    }

    private static Accelerators.Trial never() {
        return () -> {
            throw new AssertionError("nothing is to be tried");
        };
    }

    @Test
    void guests_run_on_tcg_until_the_trial_has_ended() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicReference<Thread> trial = new AtomicReference<>();
        Accelerators all = auto(() -> {
            trial.set(Thread.currentThread());
            begun.countDown();
            end.await();
            return GOOD;
        });
        all.start();
        assertTrue(begun.await(10, TimeUnit.SECONDS), "it runs in the background");
        assertEquals(Accelerator.TCG, all.get());
        end.countDown();
        // it still writes what it found, into the folder that goes with this test
        trial.get().join();
        assertEquals(GOOD, all.verdict());
    }

    @Test
    void what_was_found_is_remembered_for_this_kernel() throws IOException {
        auto(() -> GOOD).tryHost();
        Accelerators next = auto(never());
        next.start();
        assertEquals(GOOD, next.verdict());
        assertEquals(Optional.empty(), memory("6.2").recall());
    }

    @Test
    void a_remembered_kvm_is_not_used_when_its_device_is_gone() throws IOException {
        memory("6.1").keep(GOOD);
        Accelerators all = new Accelerators(Accelerators.Choice.AUTO, memory("6.1"), () -> false, never());
        all.start();
        assertEquals(Verdict.NO_DEVICE, all.verdict());
        assertEquals(Optional.of(GOOD), memory("6.1").recall());
    }

    @Test
    void a_choice_is_obeyed_without_a_trial() {
        Accelerators all = new Accelerators(Accelerators.Choice.KVM, memory("6.1"), () -> false, never());
        all.start();
        assertEquals(Accelerator.KVM, all.get());
    }

    @Test
    void a_trial_that_cannot_run_leaves_tcg_and_is_not_remembered() {
        Accelerators all = auto(() -> {
            throw new IOException("the disk is full");
        });
        all.tryHost();
        assertEquals(Accelerator.TCG, all.get());
        assertEquals(Optional.empty(), memory("6.1").recall());
    }

    @Test
    void a_kvm_internal_error_turns_the_node_to_tcg_with_a_warning_and_for_good() {
        Accelerators all = auto(() -> GOOD);
        all.tryHost();
        all.distrustKvm("VM 100");
        assertEquals(Accelerator.TCG, all.get());
        assertTrue(all.warning().orElse("").startsWith("VM 100 ended with a KVM internal error"));
        all.tryHost();
        assertEquals(Accelerator.TCG, all.get());
        Accelerators next = auto(never());
        next.start();
        assertEquals(Accelerator.TCG, next.get());
        assertEquals(all.warning(), next.warning(), "after a restart it is still to be seen");
    }

    @Test
    void a_spoilt_memory_is_none() throws IOException {
        memory("6.1").keep(new Verdict(Accelerator.TCG, "one\nline"));
        assertEquals("one line", memory("6.1").recall().orElseThrow().why());
        java.nio.file.Files.writeString(memory("6.1").file(), "XEN\n6.1\nwhy\n");
        assertEquals(Optional.empty(), memory("6.1").recall());
    }
}
