package io.coppice.compute.lxc;

import io.coppice.compute.guest.Ct;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a container may use of its host, as keys of its control group. Pure. The keys of both versions are those of
 * cgroup-v1 and cgroup-v2 in the kernel's documentation.
 */
public final class CtLimits {
    /** Enough for any service, and not enough to leave the host without processes. */
    private static final int PROCESSES = 16_384;

    private static final long PERIOD_MICROS = 100_000;
    private static final int USUAL_SHARES = 1024;
    private static final int USUAL_WEIGHT = 100;

    private CtLimits() {}

    /**
     * @param unified the host has cgroup v2 alone
     * @param swapCounted whether the kernel counts swap
     * @param processors of the host, by their numbers
     * @return in the order in which they may be written while memory grows
     */
    public static Map<String, String> of(Ct ct, boolean unified, boolean swapCounted, List<Integer> processors) {
        Map<String, String> all = new LinkedHashMap<>();
        long memory = ct.memoryMib() << 20;
        long swap = ct.swapMib() << 20;
        long quota = Math.round(ct.cpuLimit() * PERIOD_MICROS);
        if (unified) {
            all.put("memory.max", Long.toString(memory));
            if (swapCounted) {
                all.put("memory.swap.max", Long.toString(swap));
            }
            all.put("cpu.weight", Long.toString(Math.clamp(ct.number("cpuunits", USUAL_WEIGHT), 1, 10_000)));
            all.put("cpu.max", (quota > 0 ? Long.toString(quota) : "max") + " " + PERIOD_MICROS);
        } else {
            all.put("memory.limit_in_bytes", Long.toString(memory));
            if (swapCounted) {
                all.put("memory.memsw.limit_in_bytes", Long.toString(memory + swap));
            }
            all.put("cpu.shares", Long.toString(Math.clamp(ct.number("cpuunits", USUAL_SHARES), 2, 262_144)));
            all.put("cpu.cfs_period_us", Long.toString(PERIOD_MICROS));
            all.put("cpu.cfs_quota_us", quota > 0 ? Long.toString(quota) : "-1");
        }
        all.put("cpuset.cpus", processors(ct, processors));
        all.put("pids.max", Integer.toString(PROCESSES));
        return all;
    }

    /** As many as it may use at once, others for each container so that not all meet on the first. */
    private static String processors(Ct ct, List<Integer> all) {
        int wanted = (int) ct.number("cores", all.size());
        if (wanted >= all.size()) {
            return all.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        int first = ct.vmid().number() % all.size();
        return IntStream.range(0, wanted)
                .map(i -> all.get((first + i) % all.size()))
                .sorted()
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    }
}
