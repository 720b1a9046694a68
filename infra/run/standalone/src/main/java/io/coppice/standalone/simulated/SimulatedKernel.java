package io.coppice.standalone.simulated;

import java.util.Locale;
import java.util.Optional;

/** The files below {@code /proc} of a host that is none (proc(5)), as far as anybody reads them. */
final class SimulatedKernel {
    /** Ticks a second. */
    private static final long HZ = 100;

    private final Hardware hardware;
    private final Load load;
    private final long number;
    private final long bootMillis;
    private double busy;
    private long lastMillis;

    /**
     * What the host has.
     *
     * @param cores of each of its two sockets
     * @param memory bytes
     */
    record Hardware(String model, int cores, long memory) {
        int processors() {
            return 2 * cores;
        }
    }

    /** @param number tells it from other hosts */
    SimulatedKernel(Hardware hardware, Load load, long number, long bootMillis) {
        this.hardware = hardware;
        this.load = load;
        this.number = number;
        this.bootMillis = bootMillis;
        this.lastMillis = bootMillis;
    }

    private double share() {
        // hosts have more to do than most guests
        return Math.clamp(0.08 + load.cpu(number) * 0.9, 0, 0.95);
    }

    /** Empty for what is not there. */
    Optional<String> text(String path) {
        return switch (path) {
            case "proc/uptime" -> Optional.of(uptime() + ".00 0.00");
            case "proc/loadavg" -> Optional.of(loadAverage());
            case "proc/meminfo" -> Optional.of(memory());
            case "proc/stat" -> Optional.of(stat());
            case "proc/net/dev" ->
                Optional.of("eth0: " + load.counted(number, 20, 2e7, bootMillis) + " 0 0 0 0 0 0 0 "
                        + load.counted(number, 22, 1e7, bootMillis) + " 0 0 0 0 0 0 0");
            case "proc/cpuinfo" -> Optional.of(processors());
            case "proc/sys/kernel/osrelease" -> Optional.of("6.12.48+deb13-amd64");
            case "proc/sys/kernel/version" -> Optional.of("#1 SMP PREEMPT_DYNAMIC Debian 6.12.48-1 (2025-09-20)");
            case "sys/kernel/mm/ksm/pages_sharing" -> Optional.of("0");
            case "sys/fs/cgroup/cgroup.controllers" -> Optional.of("cpuset cpu io memory pids");
            case "sys/firmware/efi" -> Optional.of("");
            default -> Optional.empty();
        };
    }

    private long uptime() {
        return load.uptimeSeconds(bootMillis);
    }

    private String loadAverage() {
        double now = share() * hardware.processors();
        return String.format(Locale.ROOT, "%.2f %.2f %.2f 2/900 4711", now, now * 0.95, now * 0.9);
    }

    private String memory() {
        long total = hardware.memory() >> 10;
        long available = (long) (total * (1 - load.memory(number)));
        return "MemTotal: " + total + " kB\nMemFree: " + available / 2 + " kB\nMemAvailable: " + available
                + " kB\nSwapTotal: 8388604 kB\nSwapFree: 8388604 kB\n";
    }

    /** Time that was busy since the boot, which only grows. */
    private synchronized String stat() {
        long now = bootMillis + uptime() * 1000;
        busy += share() * Math.max(0, now - lastMillis);
        lastMillis = Math.max(lastMillis, now);
        long all = uptime() * HZ * hardware.processors();
        long ofThose = (long) (busy / 1000 * HZ * hardware.processors());
        long waited = ofThose / 100;
        return "cpu " + ofThose * 8 / 10 + " 0 " + ofThose * 2 / 10 + " " + (all - ofThose - waited) + " " + waited
                + " 0 0 0 0 0";
    }

    private String processors() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < hardware.processors(); i++) {
            all.append("processor : ").append(i).append("\nvendor_id : GenuineIntel\nmodel name : ");
            all.append(hardware.model()).append("\ncpu MHz : 2600.000\nphysical id : ");
            all.append(i / hardware.cores()).append("\ncore id : ").append(i % hardware.cores());
            all.append(
                    "\nflags : fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge vmx ssse3 aes avx2 hypervisor\n");
        }
        return all.toString();
    }
}
