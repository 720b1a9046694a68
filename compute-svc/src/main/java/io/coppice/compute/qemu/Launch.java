package io.coppice.compute.qemu;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.RunFolder;
import io.coppice.compute.guest.Vm;
import io.coppice.contract.storage.Opening;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that a command line follows from.
 *
 * @param openings of the drives that have a volume, by option name
 * @param paused start without running
 */
public record Launch(Vm vm, Map<String, Opening> openings, RunFolder files, Accelerator accelerator, boolean paused) {
    public Launch {
        openings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(openings));
    }

    /** What executes the guest's code. */
    public enum Accelerator {
        KVM,
        TCG
    }

    Optional<Opening> opening(Drive drive) {
        return Optional.ofNullable(openings.get(drive.option()));
    }

    boolean isKvm() {
        return accelerator == Accelerator.KVM && vm.isOn("kvm", true);
    }
}
