package io.coppice.compute.probe;

import io.coppice.compute.qemu.Launch.Accelerator;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What guests run on, and why.
 *
 * @param why one line that an administrator understands
 */
public record Verdict(Accelerator accelerator, String why) {
    static final Verdict UNKNOWN = new Verdict(Accelerator.TCG, "KVM is still being tried");
    static final Verdict NO_DEVICE = new Verdict(Accelerator.TCG, "there is no /dev/kvm on this host");

    /** How long the probe's guest took to its end; empty when it did not come there. */
    static Verdict of(Optional<Duration> tcg, Optional<Duration> kvm) {
        if (kvm.isEmpty()) {
            return new Verdict(Accelerator.TCG, "KVM does not run 64-bit guest code on this host");
        }
        if (tcg.isEmpty()) {
            return new Verdict(Accelerator.KVM, "KVM runs guest code, and TCG does not");
        }
        boolean real = kvm.get().multipliedBy(2).compareTo(tcg.get()) <= 0;
        String times = "the trial took " + seconds(kvm.get()) + " s with KVM and " + seconds(tcg.get()) + " s with TCG";
        return real
                ? new Verdict(Accelerator.KVM, times)
                : new Verdict(Accelerator.TCG, "KVM is emulated on this host: " + times);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f", time.toMillis() / 1000.0);
    }
}
