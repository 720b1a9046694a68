package io.coppice.compute.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.qemu.Qemu;
import io.coppice.compute.qmp.Qmp;
import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What QEMU itself tells of a running guest. Clients ask far more often than it changes, so an answer serves for a short
 * while; whatever switches or changes a guest calls {@link #forget}, so that what was acknowledged is seen.
 */
final class QemuFigures {
    private final Qemu qemu;
    private final Map<Vmid, Told> told = new ConcurrentHashMap<>();

    /** Compared by identity: an answer that was asked for before the guest was switched must not be kept after it. */
    private static final class Told {
        private final long pid;
        private final long nanos = System.nanoTime();
        private final Map<String, Object> figures;

        Told(long pid, Map<String, Object> figures) {
            this.pid = pid;
            this.figures = Map.copyOf(figures);
        }

        boolean serves(long process, Duration age) {
            return pid == process && System.nanoTime() - nanos < age.toNanos();
        }
    }

    QemuFigures(Qemu qemu) {
        this.qemu = qemu;
    }

    /**
     * {@code qmpstatus running-qemu running-machine blockstat diskread diskwrite balloon ballooninfo}.
     *
     * @param pid its process
     * @param age how old the answer may be
     * @throws IOException when QEMU does not answer
     */
    Map<String, Object> of(Vm vm, long pid, Duration age) throws IOException {
        Told before = told.get(vm.vmid());
        if (before != null && before.serves(pid, age)) {
            return before.figures;
        }
        Told now = new Told(
                pid, qemu.talk(vm.vmid(), qmp -> ask(qmp, vm, before != null && before.pid == pid ? before : null)));
        if (before == null) {
            told.putIfAbsent(vm.vmid(), now);
        } else {
            told.replace(vm.vmid(), before, now);
        }
        return now.figures;
    }

    /** What was told before counts no more. */
    void forget(Vmid vmid) {
        told.computeIfPresent(vmid, (v, known) -> new Told(-1, Map.of()));
    }

    /** Keeps what was told of these guests alone. */
    void keep(Set<Vmid> guests) {
        told.keySet().retainAll(guests);
    }

    private static Map<String, Object> ask(Qmp qmp, Vm vm, @Nullable Told before) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("qmpstatus", qmp.execute("query-status").path("status").asText("unknown"));
        if (before != null) {
            for (String same : Set.of("running-qemu", "running-machine")) {
                all.put(same, before.figures.getOrDefault(same, ""));
            }
        } else {
            JsonNode version = qmp.execute("query-version").path("qemu");
            all.put(
                    "running-qemu",
                    version.path("major").asInt() + "." + version.path("minor").asInt() + "."
                            + version.path("micro").asInt());
            all.put("running-machine", machine(qmp.execute("query-machines"), vm));
        }
        all.putAll(BlockStatistics.of(qmp.execute("query-blockstats")));
        if (vm.number("balloon", 1) != 0) {
            long actual = qmp.execute("query-balloon").path("actual").asLong();
            all.put("balloon", actual);
            all.put("ballooninfo", Map.of("actual", actual, "max_mem", vm.memoryMib() << 20));
        }
        return all;
    }

    private static String machine(JsonNode machines, Vm vm) {
        String wanted = vm.option("machine", "pc").split(",", 2)[0].replaceFirst("^type=", "");
        for (JsonNode m : machines) {
            if (m.path("alias").asText("").equals(wanted)) {
                return m.path("name").asText();
            }
        }
        return wanted;
    }
}
