package io.coppice.compute.create;

import io.coppice.contract.word.Vmid;
import java.util.HashSet;
import java.util.Set;

/** Hands out free names {@code vm-<vmid>-disk-<n>.<format>}; a number is taken whatever its format is. */
public final class DiskNames {
    private final Vmid vmid;
    private final Set<String> stems = new HashSet<>();

    /** @param taken volume names that are there already, with or without a folder in front */
    public DiskNames(Vmid vmid, Set<String> taken) {
        this.vmid = vmid;
        taken.forEach(t -> stems.add(stem(t)));
    }

    Vmid vmid() {
        return vmid;
    }

    /** The next that is free. */
    public String next(String format) {
        for (int n = 0; ; n++) {
            String stem = "vm-" + vmid + "-disk-" + n;
            if (stems.add(stem)) {
                return stem + "." + format;
            }
        }
    }

    private static String stem(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot < 0 ? file : file.substring(0, dot);
    }
}
