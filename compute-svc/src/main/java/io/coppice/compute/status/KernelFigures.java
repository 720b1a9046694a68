package io.coppice.compute.status;

import io.coppice.compute.cgroup.Pressure;
import io.coppice.compute.guest.Nic;
import io.coppice.compute.guest.ProcessStat;
import io.coppice.compute.guest.Vm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the kernel tells of a guest's process (proc(5)) and of its taps. */
final class KernelFigures implements GuestFigures {
    private static final long TICKS = 100;
    private static final long PAGE = 4096;
    private final Map<Long, Sample> last = new ConcurrentHashMap<>();

    private record Sample(long nanos, long ticks, double share) {}

    @Override
    public Map<String, Object> of(Vm vm, long pid) {
        Map<String, Object> all = new LinkedHashMap<>();
        ProcessStat.of(pid).ifPresent(stat -> {
            all.put("cpu", share(pid, stat.cpuTicks(), vm.processors()));
            all.put("mem", stat.residentPages() * PAGE);
            all.put("uptime", Math.max(0, uptime() - stat.startTicks() / TICKS));
        });
        long in = 0;
        long out = 0;
        Map<String, Object> nics = new LinkedHashMap<>();
        for (Nic nic : vm.nics()) {
            Path statistics = Path.of("/sys/class/net", nic.tap(vm.vmid()), "statistics");
            // what the host sends into the tap is what the guest receives
            long received = number(statistics.resolve("tx_bytes"));
            long sent = number(statistics.resolve("rx_bytes"));
            nics.put(nic.tap(vm.vmid()), Map.of("netin", received, "netout", sent));
            in += received;
            out += sent;
        }
        all.put("netin", in);
        all.put("netout", out);
        all.put("nics", nics);
        return all;
    }

    @Override
    public Map<String, Object> pressures(Vm vm) {
        Path group = Path.of("/sys/fs/cgroup/coppice", vm.vmid().toString());
        return Files.isDirectory(group) ? Pressure.of(file -> text(group.resolve(file))) : Map.of();
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private double share(long pid, long ticks, int processors) {
        long now = System.nanoTime();
        Sample before = last.get(pid);
        if (before != null && now - before.nanos() < 1_000_000_000L) {
            return before.share();
        }
        double share = before == null
                ? 0
                : (ticks - before.ticks()) * (1e9 / TICKS) / (now - before.nanos()) / Math.max(1, processors);
        if (last.size() > 10_000) {
            last.clear();
        }
        last.put(pid, new Sample(now, ticks, Math.max(0, share)));
        return Math.max(0, share);
    }

    private static long uptime() {
        try {
            return (long)
                    Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
        } catch (IOException e) {
            return 0;
        }
    }

    private static long number(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public void forget(Set<Long> living) {
        last.keySet().retainAll(living);
    }
}
