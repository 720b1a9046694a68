package io.coppice.compute.qemu;

import java.util.Optional;

/**
 * What a build of QEMU is and has.
 *
 * @param version {@code 7.2.22}, as it tells it
 * @param branded the original's build, with its patches: {@code -id}, machine revisions, its files and scripts; others are
 *     upstream's
 * @param hasSpice whether it can be a SPICE server
 * @param hasIscsi whether it speaks iSCSI
 */
public record Build(String version, boolean branded, boolean hasSpice, boolean hasIscsi) {
    /** As the original's: 11.0, with everything in it. */
    public static Build branded(String version) {
        return new Build(version, true, true, true);
    }

    public static Build upstream(String version) {
        return new Build(version, false, false, false);
    }

    Version number() {
        return Version.in(version).orElse(new Version(0, 0, 0));
    }

    /** Its block layer's graph is given whole, where a machine is not older than that came to be used. */
    boolean drawsBlockGraph(Version machine) {
        return !branded || machine.isAtLeast(10, 0);
    }

    String binary(String arch, boolean isNative) {
        return branded && isNative ? "/usr/bin/kvm" : (branded ? "/usr/bin/" : "") + "qemu-system-" + arch;
    }

    String defaultAio() {
        return branded ? "io_uring" : "threads";
    }

    String bootSplash() {
        return branded ? ",splash=/usr/share/qemu-server/bootsplash.jpg" : "";
    }

    /** What plugs a tap into its bridge. Ours has done so before QEMU starts. */
    String tapScripts() {
        return branded
                ? "script=/usr/libexec/qemu-server/pve-bridge,downscript=/usr/libexec/qemu-server/pve-bridgedown"
                : "script=no,downscript=no";
    }

    /** How QEMU is told that a console needs a password. Ours is reached through a socket of root's alone. */
    String vncPassword() {
        return branded ? ",password=on" : "";
    }

    Optional<String> q35Configuration() {
        return branded ? Optional.of("/usr/share/qemu-server/pve-q35-4.0.cfg") : Optional.empty();
    }

    Optional<String> usbConfiguration() {
        return branded ? Optional.of("/usr/share/qemu-server/pve-usb.cfg") : Optional.empty();
    }

    /** A property of devices that came with a version of QEMU, whatever the machine. */
    boolean knows(int major, int minor) {
        return number().isAtLeast(major, minor);
    }
}
