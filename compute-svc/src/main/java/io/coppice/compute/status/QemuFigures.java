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
import java.util.Optional;
import java.util.Set;

/** What QEMU itself tells of a running guest. */
final class QemuFigures {
    private final Qemu qemu;
    private final Kept<Told> told = new Kept<>();

    private record Told(long pid, Map<String, Object> figures) {}

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
        return told.<IOException>of(
                        vm.vmid(),
                        age,
                        t -> t.pid() == pid,
                        before -> new Told(
                                pid,
                                Map.copyOf(qemu.talk(
                                        vm.vmid(),
                                        qmp -> ask(
                                                qmp,
                                                vm,
                                                before.filter(t -> t.pid() == pid)
                                                        .map(Told::figures))))))
                .figures();
    }

    /** What this process told last, however old; nothing where it was not asked yet. */
    Map<String, Object> last(Vmid vmid, long pid) {
        return told.last(vmid).filter(t -> t.pid() == pid).map(Told::figures).orElse(Map.of());
    }

    /** What was told before counts no more. */
    void forget(Vmid vmid) {
        told.forget(vmid);
    }

    /** Keeps what was told of these guests alone. */
    void keep(Set<Vmid> guests) {
        told.keepOnly(guests);
    }

    /** @param before what this process told before: its version stays */
    private static Map<String, Object> ask(Qmp qmp, Vm vm, Optional<Map<String, Object>> before) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("qmpstatus", qmp.execute("query-status").path("status").asText("unknown"));
        if (before.isPresent()) {
            for (String same : Set.of("running-qemu", "running-machine")) {
                all.put(same, before.get().getOrDefault(same, ""));
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
