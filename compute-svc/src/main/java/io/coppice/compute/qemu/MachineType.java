package io.coppice.compute.qemu;

import io.coppice.compute.guest.Vm;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.MachineFormats;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The machine that a guest runs on. Without a version it is the newest of this QEMU; a Windows keeps the one that it was made
 * with, since it takes a new layout for new hardware.
 */
final class MachineType {
    private static final Pattern VERSIONED = Pattern.compile("(pc|pc-q35|pc-i440fx|virt)-(\\d+\\.\\d+.*)");
    private static final Version OLDEST_WINDOWS = new Version(5, 1, 0);
    private final Launch launch;
    private final String type;
    private final Version version;
    private final Map<String, Object> keys;
    private int revision;

    private MachineType(Launch launch, String type, Version version, Map<String, Object> keys) {
        this.launch = launch;
        this.type = type;
        this.version = version;
        this.keys = keys;
    }

    static MachineType of(Launch launch) {
        Vm vm = launch.vm();
        Map<String, Object> keys = launch.isTemplate()
                ? Map.of()
                : vm.option("machine")
                        .map(t -> CommandLine.keys(MachineFormats.MACHINE, t))
                        .orElse(Map.of());
        String type = String.valueOf(keys.getOrDefault("type", launch.arch().equals("aarch64") ? "virt" : "pc"));
        Build build = launch.build();
        if (build.branded() && GuestSystem.of(launch).isWindows() && (type.equals("pc") || type.equals("q35"))) {
            Version pinned = vm.option("meta")
                    .filter(m -> m.contains("creation-qemu="))
                    .flatMap(m -> Version.in(m.replaceFirst("^.*creation-qemu=", "")))
                    .orElse(OLDEST_WINDOWS);
            type = (type.equals("pc") ? "pc-i440fx-" : "pc-q35-") + pinned.major() + "." + pinned.minor();
        }
        Matcher m = VERSIONED.matcher(type);
        Version version = m.matches() ? Version.in(m.group(2)).orElse(build.number()) : build.number();
        if (!build.knows(version.major(), version.minor())) {
            throw Refused.conflict("Installed QEMU version '" + build.version()
                    + "' is too old to run machine type '" + type.replaceFirst("\\+pve\\d+$", "") + "+pve"
                    + version.revision() + "', please upgrade node '"
                    + launch.host().node() + "'");
        }
        return new MachineType(launch, type.replaceFirst("\\+pve\\d+$", ""), version, keys);
    }

    Version version() {
        return version;
    }

    boolean isQ35() {
        return type.contains("q35");
    }

    boolean isVirt() {
        return type.startsWith("virt");
    }

    Optional<String> key(String name) {
        return Optional.ofNullable(keys.get(name)).map(Object::toString);
    }

    boolean isAtLeast(int major, int minor) {
        return version.isAtLeast(major, minor);
    }

    /** Whether the layout has something that came with a revision; if so, that revision is asked of QEMU. */
    boolean has(int major, int minor, int wanted) {
        if (!version.isAtLeast(major, minor, wanted)) {
            return false;
        }
        if (version.major() == major && version.minor() == minor) {
            revision = Math.max(revision, wanted);
        }
        return true;
    }

    /** As QEMU takes it; upstream knows no revisions. To be called when all else has been decided. */
    String text() {
        return launch.build().branded() ? type + "+pve" + revision : type;
    }
}
