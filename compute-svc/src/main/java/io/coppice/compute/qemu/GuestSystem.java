package io.coppice.compute.qemu;

import java.util.Map;

/**
 * The system that runs in a guest, {@code ostype}.
 *
 * @param windows the version of Windows as its kernel counts (5 for XP, 6 for Vista), 0 for others
 */
record GuestSystem(String name, int windows) {
    private static final Map<String, Integer> WINDOWS = Map.of(
            "wxp", 5, "w2k", 5, "w2k3", 5, "w2k8", 6, "wvista", 6, "win7", 7, "win8", 8, "win10", 10, "win11", 11);

    static GuestSystem of(Launch launch) {
        String name = launch.isTemplate() ? "other" : launch.vm().option("ostype", "other");
        return new GuestSystem(name, WINDOWS.getOrDefault(name, 0));
    }

    boolean isWindows() {
        return windows > 0;
    }

    boolean isLinux() {
        return name.equals("l26");
    }
}
