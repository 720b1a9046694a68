package io.coppice.compute.distro;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells what system lies in a root file system.
 *
 * @param type as the option {@code ostype} has it
 * @param major the first number of its version, 0 where it has none
 * @param minor the second
 */
record Systems(String type, int major, int minor) {
    private static final Pattern VERSION = Pattern.compile("(\\d+)(?:\\.(\\d+))?");
    private static final Pattern FIELD = Pattern.compile("(?m)^([A-Z_]+)=\"?([^\"\\n]*)\"?\\s*$");
    private static final int CODE_NAMES_AGO = 7;

    /** Devuan's releases by the Debian that each is of, from 8 on. */
    private static final List<String> DEVUAN =
            List.of("jessie", "ascii", "beowulf", "chimaera", "daedalus", "excalibur", "freia");

    static Systems of(RootFolder root) throws IOException {
        Map<String, String> release = new TreeMap<>();
        Matcher m =
                FIELD.matcher(root.read("etc/os-release").or(() -> usr(root)).orElse(""));
        while (m.find()) {
            release.put(m.group(1), m.group(2));
        }
        String id = release.getOrDefault("ID", "");
        String like = id + " " + release.getOrDefault("ID_LIKE", "");
        String version = release.getOrDefault("VERSION_ID", "");
        if (root.exists("etc/alpine-release")) {
            return named("alpine", root.read("etc/alpine-release").orElse(version));
        }
        if (root.exists("etc/devuan_version") || id.equals("devuan")) {
            return devuan(root.read("etc/devuan_version").orElse(""));
        }
        if (id.equals("ubuntu")) {
            return named("ubuntu", version);
        }
        if (root.exists("etc/fedora-release") || id.equals("fedora")) {
            return named("fedora", root.read("etc/fedora-release").orElse(version));
        }
        if (root.exists("etc/redhat-release") || like.matches(".*\\b(rhel|centos)\\b.*")) {
            return named("centos", root.read("etc/redhat-release").orElse(version));
        }
        if (root.exists("etc/SuSE-release") || like.matches(".*\\b(suse|opensuse|sles)\\b.*")) {
            return named("opensuse", version);
        }
        if (root.exists("etc/arch-release") || like.matches(".*\\barch\\b.*")) {
            return named("archlinux", "");
        }
        if (root.exists("etc/gentoo-release") || id.equals("gentoo")) {
            return named("gentoo", "");
        }
        if (id.equals("nixos")) {
            return named("nixos", version);
        }
        if (root.exists("etc/debian_version") || like.matches(".*\\bdebian\\b.*")) {
            return named(
                    "debian",
                    version.isEmpty() ? root.read("etc/debian_version").orElse("") : version);
        }
        return named("unmanaged", "");
    }

    private static Optional<String> usr(RootFolder root) {
        try {
            return root.read("usr/lib/os-release");
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Systems devuan(String text) {
        int release = DEVUAN.indexOf(text.strip().split("[/\\s]")[0]);
        return release < 0 ? named("devuan", "99") : new Systems("devuan", CODE_NAMES_AGO + 1 + release, 0);
    }

    private static Systems named(String type, String version) {
        Matcher m = VERSION.matcher(version);
        return m.find()
                ? new Systems(type, Integer.parseInt(m.group(1)), m.group(2) == null ? 0 : Integer.parseInt(m.group(2)))
                : new Systems(type, 0, 0);
    }

    private boolean isFrom(int first, int second) {
        return major > first || major == first && minor >= second;
    }

    /** How it is set up. */
    Distro distro() {
        return switch (type) {
            case "alpine" -> new DebianLike(isFrom(3, 13), false, true);
            case "devuan" -> new DebianLike(isFrom(10, 0), false, true);
            case "debian" -> new DebianLike(isFrom(10, 0), isFrom(8, 0), isFrom(7, 0));
            case "ubuntu" -> isFrom(17, 10) ? NetworkdFile.distro() : new DebianLike(false, isFrom(15, 4), true);
            case "centos" -> new RedHat(major, false);
            case "fedora" -> new RedHat(major, true);
            case "opensuse" -> new Suse();
            case "archlinux" -> NetworkdFile.distro();
            default -> Distro.plain();
        };
    }
}
