package io.coppice.standalone.population;

import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A guest that could be somebody's.
 *
 * @param options its configuration
 * @param pool that it is in
 * @param upSeconds how long it has been running; empty where it is off
 */
public record Draft(
        Vmid vmid,
        NodeName node,
        SortedMap<String, String> options,
        List<Disk> disks,
        Optional<String> pool,
        Optional<Long> upSeconds) {
    public Draft {
        options = new TreeMap<>(options);
        disks = List.copyOf(disks);
    }

    /**
     * A volume of its own.
     *
     * @param file its name below the storage's folder of images
     */
    public record Disk(String storage, String file, long bytes) {}

    /** Bytes. */
    public long memory() {
        return Long.parseLong(options.getOrDefault("memory", "512")) << 20;
    }

    public String path() {
        return "nodes/" + node + "/qemu-server/" + vmid + ".conf";
    }

    public String text() {
        StringBuilder all = new StringBuilder();
        options.forEach(
                (name, value) -> all.append(name).append(": ").append(value).append('\n'));
        return all.toString();
    }
}
