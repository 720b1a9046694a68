package io.coppice.metrics.history;

import io.coppice.metrics.figure.Observation;
import java.util.OptionalDouble;

/** Which figure stands in which column. Pure. */
final class Columns {
    private Columns() {}

    /** In the shape's order; {@code NaN} for what is not told. */
    static double[] of(Observation o, Shape shape) {
        double[] values = new double[shape.columns().size()];
        for (int c = 0; c < values.length; c++) {
            String column = shape.columns().get(c);
            values[c] = (switch (shape) {
                        case NODE -> node(o, column);
                        case GUEST -> guest(o, column);
                        case STORAGE -> storage(o, column);
                    })
                    .orElse(Double.NaN);
        }
        return values;
    }

    private static OptionalDouble node(Observation o, String column) {
        return switch (column) {
            case "maxcpu", "cpu" -> o.figure(column);
            case "memtotal" -> o.figure("maxmem");
            case "memused" -> o.figure("mem");
            case "roottotal" -> o.figure("maxdisk");
            case "rootused" -> o.figure("disk");
            case "loadavg" -> o.detail("cpustat", "avg1");
            case "iowait" -> o.detail("cpustat", "wait");
            case "swaptotal", "swapused", "memavailable", "arcsize" -> o.detail("memory", column);
            case "netin" -> o.sum("nics", "receive");
            case "netout" -> o.sum("nics", "transmit");
            default -> o.detail("pressures", column.substring("pressure".length()));
        };
    }

    /** Of a guest that does not run only what it may use is known, and what its disk holds. */
    private static OptionalDouble guest(Observation o, String column) {
        return switch (column) {
            case "maxcpu", "maxmem", "maxdisk", "disk" -> o.figure(column);
            case "cpu", "mem", "netin", "netout", "diskread", "diskwrite" ->
                o.isRunning() ? o.figure(column) : OptionalDouble.empty();
            default -> o.isRunning() ? o.detail(column) : OptionalDouble.empty();
        };
    }

    private static OptionalDouble storage(Observation o, String column) {
        return "available".equals(o.figures().get("status"))
                ? o.figure(column.equals("total") ? "maxdisk" : "disk")
                : OptionalDouble.empty();
    }
}
