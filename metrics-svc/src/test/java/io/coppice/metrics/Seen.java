package io.coppice.metrics;

import io.coppice.contract.word.NodeName;
import io.coppice.metrics.figure.Kind;
import io.coppice.metrics.figure.Observation;
import java.util.LinkedHashMap;
import java.util.Map;

/** Observations that tests look at. */
public final class Seen {
    public static final NodeName PVE1 = new NodeName("pve1");
    public static final long AT = 1_772_409_600_000L;

    private Seen() {}

    public static Observation vm(int vmid, String name) {
        Map<String, Object> figures = ordered("status", "running", "cpu", 0.25, "maxcpu", 2, "mem", 268_435_456L);
        figures.put("netin", 1000L);
        Map<String, Object> details = ordered(
                "nics", Map.of("tap" + vmid + "i0", ordered("netin", 1000L, "netout", 5L)), "balloon", 536_870_912L);
        return new Observation(
                Kind.QEMU,
                Integer.toString(vmid),
                name,
                PVE1,
                1,
                AT,
                Map.of("tags", "a;b", "template", "0"),
                figures,
                details);
    }

    public static Observation node() {
        Map<String, Object> details = ordered(
                "cpustat", ordered("cpu", 0.5, "avg1", 1.5),
                "nics", ordered("eth0", ordered("receive", 7L, "transmit", 9L)));
        return new Observation(
                Kind.NODE,
                "pve1",
                "pve1",
                PVE1,
                0,
                AT,
                Map.of(),
                ordered("cpu", 0.5, "maxcpu", 4, "uptime", 60L),
                details);
    }

    public static Observation storage() {
        return new Observation(
                Kind.STORAGE,
                "pve1/local",
                "local",
                PVE1,
                1,
                AT,
                Map.of("type", "dir", "content", "images,iso", "shared", "0", "enabled", "1"),
                ordered("status", "available", "disk", 40L, "maxdisk", 100L),
                Map.of());
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put((String) pairs[i], pairs[i + 1]);
        }
        return all;
    }
}
