package io.coppice.metrics.history;

import java.util.List;

/**
 * What there is history of, by kind of object. Columns and their order are part of the file's format: a file of other
 * columns is begun anew.
 */
enum Shape {
    NODE(
            List.of(
                    "loadavg",
                    "maxcpu",
                    "cpu",
                    "iowait",
                    "memtotal",
                    "memused",
                    "swaptotal",
                    "swapused",
                    "roottotal",
                    "rootused",
                    "netin",
                    "netout",
                    "memavailable",
                    "arcsize",
                    "pressurecpusome",
                    "pressureiosome",
                    "pressureiofull",
                    "pressurememorysome",
                    "pressurememoryfull"),
            List.of(Resolution.MINUTE, Resolution.HALF_HOUR, Resolution.QUARTER_DAY, Resolution.WEEK)),
    GUEST(
            List.of(
                    "maxcpu",
                    "cpu",
                    "maxmem",
                    "mem",
                    "maxdisk",
                    "disk",
                    "netin",
                    "netout",
                    "diskread",
                    "diskwrite",
                    "memhost",
                    "pressurecpusome",
                    "pressurecpufull",
                    "pressureiosome",
                    "pressureiofull",
                    "pressurememorysome",
                    "pressurememoryfull"),
            List.of(Resolution.MINUTE, Resolution.HALF_HOUR, Resolution.QUARTER_DAY)),
    STORAGE(List.of("total", "used"), List.of(Resolution.MINUTE, Resolution.HALF_HOUR, Resolution.QUARTER_DAY));

    private static final List<String> COUNTERS = List.of("netin", "netout", "diskread", "diskwrite");
    private final List<String> columns;
    private final List<Resolution> resolutions;

    Shape(List<String> columns, List<Resolution> resolutions) {
        this.columns = columns;
        this.resolutions = resolutions;
    }

    List<String> columns() {
        return columns;
    }

    /** From the finest to the coarsest; each step is a whole number of the one before. */
    List<Resolution> resolutions() {
        return resolutions;
    }

    /** Whether it is told as a count that only grows, and kept as what that is a second. */
    boolean isCounter(int column) {
        return COUNTERS.contains(columns.get(column));
    }
}
