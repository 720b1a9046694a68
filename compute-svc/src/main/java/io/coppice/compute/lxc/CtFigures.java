package io.coppice.compute.lxc;

import io.coppice.compute.cgroup.Pressure;
import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.CtNic;
import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What the kernel tells of a running container: by its control group, its file system and its cards. */
public final class CtFigures {
    private static final long TICKS = 100;
    private static final long SHORTEST_NANOS = 1_000_000_000L;
    /** Shown as 0 on hosts that do not tell them for groups. */
    private static final List<String> PRESSURES =
            List.of("pressurecpusome", "pressureiosome", "pressureiofull", "pressurememorysome", "pressurememoryfull");

    private final CtGroups groups;
    private final CtFolder files;
    private final Map<Vmid, Sample> last = new ConcurrentHashMap<>();

    private record Sample(long pid, long nanos, long usedNanos, double share) {}

    public CtFigures(CtGroups groups, CtFolder files) {
        this.groups = groups;
        this.files = files;
    }

    /** @param pid of its monitor */
    public Map<String, Object> of(Ct ct, long pid, double processors) {
        Vmid vmid = ct.vmid();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("cpu", share(vmid, pid, used(vmid), processors));
        all.put("mem", memory(vmid));
        all.put("swap", swap(vmid));
        all.put("uptime", uptime(pid));
        disk(vmid, all);
        transfer(vmid, all);
        network(ct, all);
        PRESSURES.forEach(p -> all.put(p, 0));
        if (groups.isUnified()) {
            all.putAll(Pressure.of(file -> groups.read(vmid, file)));
        }
        return all;
    }

    private long used(Vmid vmid) {
        return groups.isUnified()
                ? field(groups.read(vmid, "cpu.stat"), "usage_usec") * 1000
                : number(groups.read(vmid, "cpuacct.usage"));
    }

    private double share(Vmid vmid, long pid, long used, double processors) {
        long now = System.nanoTime();
        Sample before = last.get(vmid);
        if (before == null || before.pid() != pid) {
            last.put(vmid, new Sample(pid, now, used, 0));
            return 0;
        }
        if (now - before.nanos() < SHORTEST_NANOS) {
            return before.share();
        }
        double share = Math.max(0, (used - before.usedNanos()) / (double) (now - before.nanos()) / processors);
        last.put(vmid, new Sample(pid, now, used, share));
        return share;
    }

    /** Without what the kernel can drop at once. */
    private long memory(Vmid vmid) {
        boolean unified = groups.isUnified();
        long all = number(groups.read(vmid, unified ? "memory.current" : "memory.usage_in_bytes"));
        long cached = field(groups.read(vmid, "memory.stat"), unified ? "inactive_file" : "total_inactive_file");
        return Math.max(0, all - cached);
    }

    private long swap(Vmid vmid) {
        if (groups.isUnified()) {
            return number(groups.read(vmid, "memory.swap.current"));
        }
        long both = number(groups.read(vmid, "memory.memsw.usage_in_bytes"));
        return Math.max(0, both - number(groups.read(vmid, "memory.usage_in_bytes")));
    }

    private void disk(Vmid vmid, Map<String, Object> all) {
        try {
            FileStore root = Files.getFileStore(files.rootfs(vmid));
            all.put("disk", root.getTotalSpace() - root.getUnallocatedSpace());
            all.put("maxdisk", root.getTotalSpace());
        } catch (IOException e) {
            all.put("disk", 0);
        }
    }

    private void transfer(Vmid vmid, Map<String, Object> all) {
        boolean unified = groups.isUnified();
        String text = groups.read(vmid, unified ? "io.stat" : "blkio.throttle.io_service_bytes_recursive")
                .orElse("");
        all.put("diskread", sum(text, unified ? "rbytes=(\\d+)" : "Read (\\d+)"));
        all.put("diskwrite", sum(text, unified ? "wbytes=(\\d+)" : "Write (\\d+)"));
    }

    private static void network(Ct ct, Map<String, Object> all) {
        long in = 0;
        long out = 0;
        for (CtNic nic : ct.nics()) {
            Path statistics = Path.of("/sys/class/net", nic.veth(ct.vmid()), "statistics");
            // what the host sends into the pair is what the container receives
            in += number(text(statistics.resolve("tx_bytes")));
            out += number(text(statistics.resolve("rx_bytes")));
        }
        all.put("netin", in);
        all.put("netout", out);
    }

    /** Since its monitor began (proc(5)). */
    private static long uptime(long pid) {
        Optional<String> stat = text(Path.of("/proc/" + pid + "/stat"));
        Optional<String> host = text(Path.of("/proc/uptime"));
        if (stat.isEmpty() || host.isEmpty()) {
            return 0;
        }
        String[] fields = stat.get().substring(stat.get().lastIndexOf(')') + 2).split(" ");
        double since = Double.parseDouble(host.get().split(" ")[0]) - Long.parseLong(fields[19]) / (double) TICKS;
        return Math.max(0, (long) since);
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(
                    Files.readString(file, StandardCharsets.ISO_8859_1).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long number(Optional<String> text) {
        return text.filter(t -> t.matches("\\d{1,18}")).map(Long::parseLong).orElse(0L);
    }

    private static long field(Optional<String> text, String name) {
        return sum(text.orElse(""), "(?m)^" + name + " (\\d+)$");
    }

    private static long sum(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .mapToLong(r -> Long.parseLong(r.group(1)))
                .sum();
    }

    /** Forgets all but these. */
    public void keep(Set<Vmid> running) {
        last.keySet().retainAll(running);
    }
}
