package io.coppice.compute.status;

import io.coppice.compute.guest.Vm;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.qemu.Qemu;
import io.coppice.contract.word.Vmid;
import io.coppice.live.Live;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.RenderedMap;
import io.coppice.store.Document;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /nodes/{node}/qemu}, {@code …/status/current}, and the figures that are published. */
public final class VmStatus {
    /** An answer of this age may hold what QEMU told at this age: two seconds in all. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final Duration PUBLISHED_AGE = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(VmStatus.class);
    private final Vms vms;
    private final Qemu qemu;
    private final GuestFigures figures;
    private final QemuFigures told;
    private final Published published;
    private final Kept<Answer> answers = new Kept<>();
    private final Map<Vmid, Configured> configured = new ConcurrentHashMap<>();

    /** Of one process, or none, by one configuration. */
    private record Answer(long revision, OptionalLong pid, Map<String, Object> all) {}

    /** @param vm as it was read once from its document: another document is another one */
    private record Configured(Vm vm, Map<String, Object> all) {}

    public VmStatus(Vms vms, Qemu qemu, GuestFigures figures, Live live) {
        this.vms = vms;
        this.figures = figures;
        this.qemu = qemu;
        this.published = new Published(live);
        this.told = new QemuFigures(qemu);
    }

    /** A guest was switched or changed: what QEMU told of it before counts no more. */
    public void forget(Vmid vmid) {
        told.forget(vmid);
        answers.forget(vmid);
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
        Map<String, Object> all = new LinkedHashMap<>(configured(vm));
        if (pid.isPresent()) {
            all.put("status", "running");
            all.put("pid", pid.getAsLong());
            all.putAll(figures.of(vm, pid.getAsLong()));
            all.remove("nics");
        }
        return all;
    }

    /** What follows from its configuration alone, of a guest that does not run. */
    private Map<String, Object> configured(Vm vm) {
        Configured known = configured.get(vm.vmid());
        if (known == null || known.vm() != vm) {
            known = new Configured(vm, read(vm));
            configured.put(vm.vmid(), known);
        }
        return known.all();
    }

    private static Map<String, Object> read(Vm vm) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("vmid", vm.vmid());
        all.put("name", vm.name());
        all.put("status", "stopped");
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

    static long bytes(String size) {
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

    /** Whether it runs is looked at in this moment; figures may be two seconds old. */
    public Map<String, Object> current(Vmid vmid) {
        Document document = vms.require(vmid);
        OptionalLong pid = qemu.pid(vmid);
        return answers.of(
                        vmid,
                        FRESH,
                        a -> a.revision() == document.revision() && a.pid().equals(pid),
                        before -> new Answer(
                                document.revision(), pid, new RenderedMap(asked(vms.of(vmid, document), pid))))
                .all();
    }

    private Map<String, Object> asked(Vm vm, OptionalLong pid) {
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
                all.putAll(told.of(vm, pid.getAsLong(), FRESH));
            } catch (IOException e) {
                // its process is there but does not answer: that is what a client must know
                all.put("qmpstatus", qemu.runs(vm.vmid()) ? "unknown" : "stopped");
                LOG.warn("VM {} does not answer by QMP: {}", vm.vmid(), e.getMessage());
            }
        }
        return all;
    }

    /** Publishes every guest's figures; called every two seconds or so. */
    public void publish() {
        Set<String> keys = new HashSet<>();
        Set<Vmid> all = new HashSet<>();
        Set<Long> living = new HashSet<>();
        Set<Vmid> running = new HashSet<>();
        for (Vm vm : vms.all()) {
            OptionalLong pid = qemu.pid(vm.vmid());
            if (pid.isPresent()) {
                living.add(pid.getAsLong());
                running.add(vm.vmid());
            }
            publish(vm, pid, pid.isPresent() ? recent(vm, pid.getAsLong()) : Map.of());
            keys.add(vm.vmid().toString());
            all.add(vm.vmid());
        }
        figures.forget(living);
        told.keep(running);
        answers.keepOnly(all);
        configured.keySet().retainAll(all);
        published.keep(keys);
    }

    /** One guest's, when it stands otherwise now. QEMU is not asked: what waits for this must not wait for its answers. */
    public void publish(Vmid vmid) {
        forget(vmid);
        if (vms.document(vmid).isPresent()) {
            OptionalLong pid = qemu.pid(vmid);
            publish(vms.read(vmid), pid, pid.isPresent() ? told.last(vmid, pid.getAsLong()) : Map.of());
        }
    }

    private Map<String, Object> recent(Vm vm, long pid) {
        try {
            return told.of(vm, pid, PUBLISHED_AGE);
        } catch (IOException e) {
            LOG.debug("VM {} tells no figures: {}", vm.vmid(), e.getMessage());
            return Map.of();
        }
    }

    /** @param ofQemu nothing when it was not asked: then details wait for when it is */
    private void publish(Vm vm, OptionalLong pid, Map<String, Object> ofQemu) {
        Map<String, Object> all = brief(vm, pid);
        all.putAll(ofQemu);
        all.put("maxcpu", vm.processors());
        boolean detailed = !ofQemu.isEmpty() && published.isDue(vm.vmid());
        if (pid.isPresent()) {
            all.put("memhost", all.get("mem"));
        }
        if (pid.isPresent() && detailed) {
            all.put("nics", figures.of(vm, pid.getAsLong()).getOrDefault("nics", Map.of()));
            all.putAll(figures.pressures(vm));
        }
        published.put(vm.vmid(), all, detailed);
    }
}
