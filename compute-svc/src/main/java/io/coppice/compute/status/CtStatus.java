package io.coppice.compute.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.Cts;
import io.coppice.compute.guest.MountPoint;
import io.coppice.compute.lxc.CtFigures;
import io.coppice.compute.lxc.CtProcess;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.live.Live;
import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.serve.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** {@code GET /nodes/{node}/lxc}, {@code …/status/current}, {@code …/interfaces}, and the figures that are published. */
public final class CtStatus {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ZEROES =
            List.of("cpu", "mem", "swap", "uptime", "netin", "netout", "diskread", "diskwrite", "disk");
    private final Cts cts;
    private final CtProcess lxc;
    private final CtFigures figures;
    private final Commands commands;
    private final Published published;

    public CtStatus(Cts cts, CtProcess lxc, CtFigures figures, Commands commands, Live live) {
        this.cts = cts;
        this.lxc = lxc;
        this.figures = figures;
        this.commands = commands;
        this.published = new Published(live);
    }

    public List<Map<String, Object>> list(Caller caller) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Ct ct : cts.all()) {
            if (caller.may("/vms/" + ct.vmid(), "VM.Audit")) {
                all.add(brief(ct, lxc.pid(ct.vmid())));
            }
        }
        return all;
    }

    /** Whether it runs is looked at in this moment. */
    public Map<String, Object> current(Vmid vmid) {
        Map<String, Object> all = brief(cts.read(vmid), lxc.pid(vmid));
        all.put("ha", Map.of("managed", 0));
        return all;
    }

    private Map<String, Object> brief(Ct ct, OptionalLong pid) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("vmid", ct.vmid());
        all.put("name", ct.name());
        all.put("type", "lxc");
        all.put("status", pid.isPresent() ? "running" : "stopped");
        all.put("cpus", processors(ct));
        all.put("maxmem", ct.memoryMib() << 20);
        all.put("maxswap", ct.swapMib() << 20);
        all.put("maxdisk", rootBytes(ct));
        ZEROES.forEach(zero -> all.put(zero, 0));
        for (String same : List.of("tags", "lock")) {
            ct.option(same).ifPresent(v -> all.put(same, v));
        }
        if (ct.isOn("template", false)) {
            all.put("template", 1);
        }
        if (pid.isPresent()) {
            all.put("pid", pid.getAsLong());
            all.putAll(figures.of(ct, pid.getAsLong(), processors(ct)));
        }
        return all;
    }

    /** How much of the host's processors it may use up. */
    private static double processors(Ct ct) {
        double all = ct.number("cores", Runtime.getRuntime().availableProcessors());
        return ct.cpuLimit() > 0 ? Math.min(all, ct.cpuLimit()) : all;
    }

    private static long rootBytes(Ct ct) {
        return ct.mounts().stream()
                .filter(MountPoint::isRoot)
                .flatMap(m -> m.text("size").stream())
                .mapToLong(VmStatus::bytes)
                .findFirst()
                .orElse(0);
    }

    /** As its own network namespace has them (ip(8)). */
    public List<Map<String, Object>> interfaces(Vmid vmid) throws IOException, InterruptedException {
        cts.require(vmid);
        OptionalLong first = lxc.runs(vmid) ? lxc.first(vmid) : OptionalLong.empty();
        if (first.isEmpty()) {
            throw Refused.conflict("CT " + vmid + " not running");
        }
        Commands.Ended ended = commands.run(
                List.of("nsenter", "-t", Long.toString(first.getAsLong()), "-n", "--", "ip", "-j", "address"),
                Duration.ofSeconds(10));
        if (!ended.ok()) {
            throw Refused.conflict("the interfaces of CT " + vmid + " cannot be read: "
                    + ended.err().strip());
        }
        List<Map<String, Object>> all = new ArrayList<>();
        for (JsonNode card : JSON.readTree(ended.out())) {
            all.add(card(card));
        }
        return all;
    }

    private static Map<String, Object> card(JsonNode card) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", card.path("ifname").asText());
        one.put("hwaddr", card.path("address").asText());
        one.put("hardware-address", card.path("address").asText());
        List<Map<String, Object>> addresses = new ArrayList<>();
        for (JsonNode a : card.path("addr_info")) {
            String family = a.path("family").asText();
            String text = a.path("local").asText();
            one.putIfAbsent(family, text + "/" + a.path("prefixlen").asInt());
            addresses.add(Map.of(
                    "ip-address", text,
                    "ip-address-type", family,
                    "prefix", a.path("prefixlen").asInt()));
        }
        one.put("ip-addresses", addresses);
        return one;
    }

    /** Publishes every container's figures; called every two seconds or so. */
    public void publish() {
        Set<String> keys = new HashSet<>();
        Set<Vmid> running = new HashSet<>();
        for (Ct ct : cts.all()) {
            OptionalLong pid = lxc.pid(ct.vmid());
            if (pid.isPresent()) {
                running.add(ct.vmid());
            }
            publish(ct, pid);
            keys.add(ct.vmid().toString());
        }
        figures.keep(running);
        published.keep(keys);
    }

    /** One container's, when it stands otherwise now. */
    public void publish(Vmid vmid) {
        if (cts.document(vmid).isPresent()) {
            publish(cts.read(vmid), lxc.pid(vmid));
        }
    }

    private void publish(Ct ct, OptionalLong pid) {
        Map<String, Object> all = brief(ct, pid);
        all.put("maxcpu", processors(ct));
        published.put(ct.vmid(), all, published.isDue(ct.vmid()));
    }
}
