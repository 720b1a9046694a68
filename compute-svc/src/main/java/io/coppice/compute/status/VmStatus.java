package io.coppice.compute.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.qemu.QemuProcess;
import io.coppice.contract.word.Vmid;
import io.coppice.live.Live;
import io.coppice.servicekit.serve.Caller;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /nodes/{node}/qemu}, {@code …/status/current}, and the figures that are published. */
public final class VmStatus {
    private static final Logger LOG = LoggerFactory.getLogger(VmStatus.class);
    private static final Set<String> PUBLISHED =
            Set.of("status", "cpu", "mem", "uptime", "netin", "netout", "diskread", "diskwrite", "disk", "maxdisk");
    private final Vms vms;
    private final QemuProcess qemu;
    private final Live live;
    private final GuestFigures figures = new GuestFigures();
    private Set<String> published = Set.of();

    public VmStatus(Vms vms, QemuProcess qemu, Live live) {
        this.vms = vms;
        this.qemu = qemu;
        this.live = live;
    }

    public List<Map<String, Object>> list(Caller caller) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Vm vm : vms.all()) {
            if (caller.may("/vms/" + vm.vmid(), "VM.Audit")) {
                all.add(brief(vm, qemu.pid(vm.vmid())));
            }
        }
        return all;
    }

    private Map<String, Object> brief(Vm vm, OptionalLong pid) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("vmid", vm.vmid());
        all.put("name", vm.name());
        all.put("status", pid.isPresent() ? "running" : "stopped");
        all.put("cpus", vm.processors());
        all.put("maxmem", vm.memoryMib() << 20);
        all.put("maxdisk", bootDisk(vm));
        all.put("disk", 0);
        for (String zero : List.of("cpu", "mem", "uptime", "netin", "netout", "diskread", "diskwrite")) {
            all.put(zero, 0);
        }
        for (String same : List.of("tags", "lock")) {
            vm.option(same).ifPresent(v -> all.put(same, v));
        }
        if (vm.isOn("template", false)) {
            all.put("template", 1);
        }
        if (pid.isPresent()) {
            all.put("pid", pid.getAsLong());
            all.putAll(figures.of(vm, pid.getAsLong()));
            all.remove("nics");
        }
        return all;
    }

    /** The size of the first disk, in bytes. */
    private static long bootDisk(Vm vm) {
        return vm.drives().stream()
                .filter(d ->
                        !d.isCdrom() && List.of("scsi", "virtio", "sata", "ide").contains(d.bus()))
                .map(d -> d.text("size").orElse("0"))
                .mapToLong(VmStatus::bytes)
                .findFirst()
                .orElse(0);
    }

    private static long bytes(String size) {
        String digits = size.replaceAll("[^0-9]", "");
        long n = digits.isEmpty() ? 0 : Long.parseLong(digits);
        return switch (size.isEmpty() ? ' ' : size.charAt(size.length() - 1)) {
            case 'K' -> n << 10;
            case 'M' -> n << 20;
            case 'G' -> n << 30;
            case 'T' -> n << 40;
            default -> n;
        };
    }

    /** Read at this moment. */
    public Map<String, Object> current(Vmid vmid) {
        Vm vm = vms.read(vmid);
        OptionalLong pid = qemu.pid(vmid);
        Map<String, Object> all = brief(vm, pid);
        all.put("ha", Map.of("managed", 0));
        all.put("qmpstatus", pid.isPresent() ? "running" : "stopped");
        if (vm.option("agent")
                .filter(a -> a.startsWith("1") || a.contains("enabled=1"))
                .isPresent()) {
            all.put("agent", 1);
        }
        if (pid.isPresent()) {
            all.put("nics", figures.of(vm, pid.getAsLong()).getOrDefault("nics", Map.of()));
            try {
                qemu.talk(vmid, qmp -> {
                    all.put(
                            "qmpstatus",
                            qmp.execute("query-status").path("status").asText("unknown"));
                    JsonNode version = qmp.execute("query-version").path("qemu");
                    all.put(
                            "running-qemu",
                            version.path("major").asInt() + "."
                                    + version.path("minor").asInt() + "."
                                    + version.path("micro").asInt());
                    all.put("running-machine", machine(qmp.execute("query-machines"), vm));
                    blocks(qmp.execute("query-blockstats"), all);
                    if (vm.number("balloon", 1) != 0) {
                        long actual =
                                qmp.execute("query-balloon").path("actual").asLong();
                        all.put("balloon", actual);
                        all.put("ballooninfo", Map.of("actual", actual, "max_mem", vm.memoryMib() << 20));
                    }
                    return all;
                });
            } catch (IOException e) {
                // its process is there but does not answer: that is what a client must know
                all.put("qmpstatus", qemu.runs(vmid) ? "unknown" : "stopped");
                LOG.warn("VM {} does not answer by QMP: {}", vmid, e.getMessage());
            }
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

    private static void blocks(JsonNode stats, Map<String, Object> all) {
        Map<String, Object> byDrive = new LinkedHashMap<>();
        long read = 0;
        long written = 0;
        for (JsonNode s : stats) {
            String name = s.path("device").asText("").replaceFirst("^drive-", "");
            JsonNode counters = s.path("stats");
            if (!name.isEmpty()) {
                Map<String, Object> one = new LinkedHashMap<>();
                for (String key : List.of(
                        "rd_bytes",
                        "wr_bytes",
                        "rd_operations",
                        "wr_operations",
                        "failed_rd_operations",
                        "failed_wr_operations",
                        "flush_operations")) {
                    one.put(key, counters.path(key).asLong());
                }
                byDrive.put(name, one);
                read += counters.path("rd_bytes").asLong();
                written += counters.path("wr_bytes").asLong();
            }
        }
        all.put("blockstat", byDrive);
        all.put("diskread", read);
        all.put("diskwrite", written);
    }

    /** Publishes every guest's figures; called every two seconds or so. */
    public void publish() {
        Set<String> keys = new HashSet<>();
        Set<Long> living = new HashSet<>();
        for (Vm vm : vms.all()) {
            OptionalLong pid = qemu.pid(vm.vmid());
            pid.ifPresent(living::add);
            publish(vm, pid);
            keys.add(vm.vmid().toString());
        }
        figures.forget(living);
        published.stream().filter(k -> !keys.contains(k)).forEach(k -> live.remove("guest", k));
        published = keys;
    }

    /** One guest's, when it stands otherwise now. */
    public void publish(Vmid vmid) {
        if (vms.document(vmid).isPresent()) {
            publish(vms.read(vmid), qemu.pid(vmid));
        }
    }

    private void publish(Vm vm, OptionalLong pid) {
        Map<String, Object> all = brief(vm, pid);
        all.keySet().retainAll(PUBLISHED);
        live.put("guest", vm.vmid().toString(), all);
    }
}
