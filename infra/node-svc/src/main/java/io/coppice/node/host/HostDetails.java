package io.coppice.node.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What history and metric servers want of a host beyond what lists show: groups of figures with the original's names.
 * Sources: proc(5), the kernel's "psi".
 */
final class HostDetails {
    /** The columns of {@code /proc/stat}, in ticks since the boot. */
    private static final List<String> TICKS =
            List.of("user", "nice", "sys", "idle", "iowait", "irq", "softirq", "steal", "guest", "guest_nice");
    /** Cards of the machine, as the kernel and udev name them: what passes them comes from elsewhere or goes there. */
    private static final Pattern CARD = Pattern.compile("\\s*((?:eth|en|wl|ib|nic)\\w+):\\s*(.*)");

    private static final Pattern PRESSURE = Pattern.compile("(?m)^(some|full) avg10=([0-9.]+)");
    private static final Pattern ARC = Pattern.compile("(?m)^size\\s+\\d+\\s+(\\d+)$");
    private static final int TRANSMITTED = 8;

    private final ProcFiles files;

    HostDetails(ProcFiles files) {
        this.files = files;
    }

    /** {@code cpustat}, {@code memory}, {@code nics}, {@code blockstat} (of the first file system), {@code pressures}. */
    Map<String, Object> of(CpuClock.Share share, int processors) {
        return Map.of(
                "cpustat", processor(share, processors),
                "memory", memory(),
                "nics", cards(),
                "blockstat", disk(),
                "pressures", pressures());
    }

    private Map<String, Object> processor(CpuClock.Share share, int processors) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("cpu", share.busy());
        all.put("wait", share.waiting());
        all.put("cpus", processors);
        String[] load = files.text("proc/loadavg").split("\\s+");
        for (int i = 0; i < 3 && i < load.length && load[i].matches("[0-9.]+"); i++) {
            all.put(List.of("avg1", "avg5", "avg15").get(i), Double.parseDouble(load[i]));
        }
        String[] ticks = files.text("proc/stat").split("\n", 2)[0].split("\\s+");
        for (int i = 1; i < ticks.length && i <= TICKS.size(); i++) {
            all.put(TICKS.get(i - 1), Long.parseLong(ticks[i]));
        }
        return all;
    }

    private Map<String, Object> memory() {
        Map<String, Long> m = files.memory();
        long total = m.getOrDefault("MemTotal", 0L);
        long free = m.getOrDefault("MemFree", 0L);
        long available = m.getOrDefault("MemAvailable", free);
        long swap = m.getOrDefault("SwapTotal", 0L);
        long swapFree = m.getOrDefault("SwapFree", 0L);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("memtotal", total);
        all.put("memfree", free);
        all.put("memavailable", available);
        all.put("memused", total - available);
        all.put("memshared", m.getOrDefault("Shmem", 0L));
        all.put("swaptotal", swap);
        all.put("swapfree", swapFree);
        all.put("swapused", swap - swapFree);
        Matcher arc = ARC.matcher(files.text("proc/spl/kstat/zfs/arcstats"));
        if (arc.find()) {
            all.put("arcsize", Long.parseLong(arc.group(1)));
        }
        return all;
    }

    private Map<String, Object> cards() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String line : files.lines("proc/net/dev")) {
            Matcher m = CARD.matcher(line);
            String[] counts = m.matches() ? m.group(2).split("\\s+") : new String[0];
            if (counts.length > TRANSMITTED) {
                all.put(
                        m.group(1),
                        Map.of(
                                "receive", Long.parseLong(counts[0]),
                                "transmit", Long.parseLong(counts[TRANSMITTED])));
            }
        }
        return all;
    }

    private Map<String, Object> disk() {
        DiskSpace root = files.disk();
        return Map.of("total", root.total(), "used", root.used(), "avail", root.available(), "free", root.free());
    }

    /** Percent of the last ten seconds in which some, or all, waited; none on kernels that do not tell it. */
    private Map<String, Object> pressures() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String of : List.of("cpu", "io", "memory")) {
            Matcher m = PRESSURE.matcher(files.text("proc/pressure/" + of));
            while (m.find()) {
                all.put(of + m.group(1), Double.parseDouble(m.group(2)));
            }
        }
        return all;
    }
}
