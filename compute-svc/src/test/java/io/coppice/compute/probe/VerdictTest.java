package io.coppice.compute.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.compute.qemu.Launch.Accelerator;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static Verdict of(long tcgMillis, long kvmMillis) {
        return Verdict.of(time(tcgMillis), time(kvmMillis));
    }

    private static Optional<Duration> time(long millis) {
        return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    @Test
    void kvm_is_real_when_it_needs_half_of_the_time_or_less() {
        assertEquals(Accelerator.KVM, of(600, 150).accelerator());
        assertEquals(Accelerator.KVM, of(600, 300).accelerator());
        assertEquals(Accelerator.TCG, of(600, 301).accelerator());
    }

    @Test
    void kvm_that_is_emulated_is_not_used_and_the_reason_has_both_times() {
        Verdict verdict = of(600, 2900);
        assertEquals(Accelerator.TCG, verdict.accelerator());
        assertTrue(verdict.why().contains("2.90 s with KVM and 0.60 s with TCG"), verdict.why());
    }

    @Test
    void kvm_that_does_not_come_to_the_end_is_not_used() {
        assertEquals(Accelerator.TCG, of(600, -1).accelerator());
        assertEquals(Accelerator.TCG, of(-1, -1).accelerator());
    }

    @Test
    void kvm_is_used_where_only_tcg_fails() {
        assertEquals(Accelerator.KVM, of(-1, 150).accelerator());
    }
}
