package io.coppice.metrics.export;

import io.coppice.contract.api.metrics.FiguresApi.Figure;
import io.coppice.metrics.figure.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** An object's figures with the names that {@code /cluster/metrics/export} gives them. Pure. */
final class Exported {
    private static final Set<String> COUNTERS = Set.of("net_in", "net_out", "disk_read", "disk_write");

    private Exported() {}

    static List<Figure> of(Observation o) {
        List<Figure> all = new ArrayList<>();
        switch (o.kind()) {
            case NODE -> node(o, all);
            case QEMU, LXC -> guest(o, all);
            case STORAGE -> {
                add(o, all, "disk_total", o.figure("maxdisk"));
                add(o, all, "disk_used", o.figure("disk"));
            }
        }
        return all;
    }

    private static void node(Observation o, List<Figure> all) {
        for (String load : List.of("avg1", "avg5", "avg15")) {
            add(o, all, "cpu_" + load, o.detail("cpustat", load));
        }
        add(o, all, "cpu_iowait", o.detail("cpustat", "wait"));
        common(o, all);
        add(o, all, "swap_total", o.detail("memory", "swaptotal"));
        add(o, all, "swap_used", o.detail("memory", "swapused"));
        add(o, all, "net_in", o.sum("nics", "receive"));
        add(o, all, "net_out", o.sum("nics", "transmit"));
    }

    private static void guest(Observation o, List<Figure> all) {
        common(o, all);
        if (o.isRunning()) {
            add(o, all, "net_in", o.figure("netin"));
            add(o, all, "net_out", o.figure("netout"));
            add(o, all, "disk_read", o.figure("diskread"));
            add(o, all, "disk_write", o.figure("diskwrite"));
        }
    }

    private static void common(Observation o, List<Figure> all) {
        add(o, all, "cpu_current", o.figure("cpu"));
        add(o, all, "cpu_max", o.figure("maxcpu"));
        add(o, all, "mem_used", o.figure("mem"));
        add(o, all, "mem_total", o.figure("maxmem"));
        add(o, all, "disk_used", o.figure("disk"));
        add(o, all, "disk_total", o.figure("maxdisk"));
        add(o, all, "uptime", o.figure("uptime"));
    }

    private static void add(Observation o, List<Figure> all, String metric, OptionalDouble value) {
        value.ifPresent(v -> all.add(new Figure(
                o.fullId(),
                metric,
                o.asofMillis() / 1000,
                COUNTERS.contains(metric) ? "derive" : "gauge",
                v == Math.rint(v) && Math.abs(v) < 1L << 53 ? (Number) (long) v : (Number) v)));
    }
}
