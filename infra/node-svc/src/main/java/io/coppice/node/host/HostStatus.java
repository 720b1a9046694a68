package io.coppice.node.host;

import io.coppice.contract.api.node.VersionApi;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The node's figures with the original's names. */
public final class HostStatus {
    private final ProcFiles files;
    private final CpuClock cpu;
    private final Supplier<List<String>> warnings;

    /** @param warnings what an administrator should know of this node, such as an accelerator that was given up */
    public HostStatus(ProcFiles files, Supplier<List<String>> warnings) {
        this.files = files;
        this.cpu = new CpuClock(files);
        this.warnings = warnings;
    }

    /** What lists of nodes show. */
    public record Brief(double cpu, int maxcpu, long mem, long maxmem, long disk, long maxdisk, long uptime) {}

    public Brief brief() {
        Map<String, Long> memory = files.memory();
        DiskSpace root = files.disk();
        return new Brief(
                cpu.share(System.nanoTime()).busy(),
                processors(),
                used(memory),
                memory.getOrDefault("MemTotal", 0L),
                root.used(),
                root.total(),
                uptimeSeconds());
    }

    /** What history and metric servers want beyond that: groups of figures by name. */
    public Map<String, Object> details() {
        return new HostDetails(files).of(cpu.share(System.nanoTime()), processors());
    }

    /** {@code GET /nodes/{node}/status}. */
    public Map<String, Object> full() {
        CpuClock.Share share = cpu.share(System.nanoTime());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("cpu", share.busy());
        all.put("wait", share.waiting());
        all.put("uptime", uptimeSeconds());
        all.put("loadavg", loadAverage());
        all.put("memory", memoryFigures());
        all.put("swap", swapFigures());
        DiskSpace root = files.disk();
        all.put(
                "rootfs",
                Map.of("total", root.total(), "used", root.used(), "avail", root.available(), "free", root.free()));
        all.put("cpuinfo", cpuInfo());
        String kernel = files.text("proc/sys/kernel/osrelease");
        String kernelVersion = files.text("proc/sys/kernel/version");
        all.put("kversion", "Linux " + kernel + " " + kernelVersion);
        all.put(
                "current-kernel",
                Map.of(
                        "sysname",
                        "Linux",
                        "release",
                        kernel,
                        "version",
                        kernelVersion,
                        "machine",
                        System.getProperty("os.arch", "").equals("amd64") ? "x86_64" : "aarch64"));
        all.put("boot-info", bootInfo());
        all.put("pveversion", "pve-manager/" + ApiVersion.VERSION.version() + "/" + ApiVersion.VERSION.repoid());
        all.put("ksm", Map.of("shared", number(files.text("sys/kernel/mm/ksm/pages_sharing")) * 4096));
        List<String> known = warnings.get();
        if (!known.isEmpty()) {
            all.put("coppice-warnings", known);
        }
        return all;
    }

    /** Which cgroup version limits guests: 1 or 2. */
    public int cgroupMode() {
        return files.exists("sys/fs/cgroup/cgroup.controllers") ? 2 : 1;
    }

    public VersionApi.Version version() {
        return ApiVersion.VERSION;
    }

    private Map<String, Object> memoryFigures() {
        Map<String, Long> m = files.memory();
        return Map.of(
                "total", m.getOrDefault("MemTotal", 0L),
                "used", used(m),
                "free", m.getOrDefault("MemFree", 0L),
                "available", m.getOrDefault("MemAvailable", 0L));
    }

    private Map<String, Object> swapFigures() {
        Map<String, Long> m = files.memory();
        long total = m.getOrDefault("SwapTotal", 0L);
        long free = m.getOrDefault("SwapFree", 0L);
        return Map.of("total", total, "free", free, "used", total - free);
    }

    private static long used(Map<String, Long> m) {
        return m.getOrDefault("MemTotal", 0L) - m.getOrDefault("MemAvailable", m.getOrDefault("MemFree", 0L));
    }

    private Map<String, Object> cpuInfo() {
        Map<String, Object> info = new LinkedHashMap<>();
        Set<String> sockets = new HashSet<>();
        Set<String> cores = new HashSet<>();
        String socket = "0";
        for (String line : files.lines("proc/cpuinfo")) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).strip()) {
                case "model name" -> info.putIfAbsent("model", value);
                case "cpu MHz" -> info.putIfAbsent("mhz", value);
                case "flags" -> info.putIfAbsent("flags", value);
                case "physical id" -> sockets.add(socket = value);
                case "core id" -> cores.add(socket + "/" + value);
                default -> {}
            }
        }
        info.put("cpus", processors());
        info.put("sockets", Math.max(1, sockets.size()));
        info.put("cores", cores.isEmpty() ? processors() : cores.size());
        info.put("hvm", String.valueOf(info.getOrDefault("flags", "")).matches(".*\\b(vmx|svm)\\b.*") ? "1" : "0");
        info.put("user_hz", 100);
        return info;
    }

    private int processors() {
        long count = files.lines("proc/cpuinfo").stream()
                .filter(l -> l.startsWith("processor"))
                .count();
        return count > 0 ? (int) count : Runtime.getRuntime().availableProcessors();
    }

    private Map<String, Object> bootInfo() {
        return Map.of("mode", files.exists("sys/firmware/efi") ? "efi" : "legacy-bios");
    }

    private List<String> loadAverage() {
        String[] parts = files.text("proc/loadavg").split("\\s+");
        return parts.length < 3 ? List.of("0.00", "0.00", "0.00") : List.of(parts[0], parts[1], parts[2]);
    }

    private long uptimeSeconds() {
        return (long) Double.parseDouble(("0" + files.text("proc/uptime")).split("\\s+")[0]);
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
