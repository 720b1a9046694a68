package io.coppice.compute.qemu;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.RunFolder;
import io.coppice.compute.guest.Vm;
import io.coppice.contract.storage.Opening;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a command line follows from.
 *
 * @param openings of the drives that have a volume, by option name
 * @param paused start without running
 * @param around the QEMU that is started, and the host
 */
public record Launch(
        Vm vm,
        Map<String, Opening> openings,
        RunFolder files,
        Accelerator accelerator,
        boolean paused,
        Surroundings around) {
    public Launch {
        openings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(openings));
    }

    /** What executes the guest's code. */
    public enum Accelerator {
        KVM,
        TCG
    }

    /** Where a guest starts. */
    public record Surroundings(Build build, Host host) {}

    Optional<Opening> opening(Drive drive) {
        return Optional.ofNullable(openings.get(drive.option()));
    }

    Build build() {
        return around.build();
    }

    Host host() {
        return around.host();
    }

    String arch() {
        return vm.option("arch", host().arch());
    }

    /** Whether a sort of hardware is made so that it can be plugged while the guest runs. */
    boolean hotplugs(String feature) {
        String features = vm.option("hotplug", "network,disk,usb");
        return List.of(features.split("[,;\\s]+")).contains(feature);
    }

    boolean isNative() {
        return arch().equals(host().arch());
    }

    boolean isTemplate() {
        return vm.isOn("template", false);
    }

    /** A template only runs to be backed up, with little. */
    boolean isKvm() {
        return accelerator == Accelerator.KVM && isNative() && !isTemplate() && vm.isOn("kvm", true);
    }
}
