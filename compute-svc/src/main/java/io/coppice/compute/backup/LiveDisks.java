package io.coppice.compute.backup;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.compute.guest.Drive;
import io.coppice.compute.qemu.Blockdev;
import io.coppice.compute.qemu.Qemu;
import io.coppice.compute.qmp.Qmp;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A running guest's disks as they are when this begins (QEMU QMP reference: {@code copy-before-write},
 * {@code snapshot-access}, {@code blockdev-reopen}, {@code nbd-server-start}). Filters come under all disks in one reopen, so
 * that all show the same moment; what the guest overwrites is kept in files ({@link KeptFiles}) that are gone with QEMU. Where
 * such a file cannot take more, the backup fails and the guest goes on.
 */
final class LiveDisks {
    private static final String ACCESS = "backup-access-";
    private static final String FILTER = "backup-filter-";
    private static final String KEPT = "backup-kept-";
    private static final String EXPORT = "backup-export-";
    private final Qemu qemu;

    LiveDisks(Qemu qemu) {
        this.qemu = qemu;
    }

    Path socket(Vmid vmid) {
        return qemu.files().root().resolve(vmid + ".backup.nbd");
    }

    /**
     * @param kept where is kept what the guest overwrites
     * @return the size of each, by the option's name, which is its export's name too
     */
    Map<String, Long> begin(Vmid vmid, List<Drive> drives, KeptFiles kept) throws IOException {
        return qemu.talk(vmid, qmp -> {
            Map<String, JsonNode> nodes = nodes(qmp);
            Map<String, Long> sizes = new LinkedHashMap<>();
            for (Drive d : drives) {
                JsonNode node = nodes.get(Blockdev.node(d));
                if (node == null || !node.path("drv").asText().equals("throttle")) {
                    throw Refused.conflict("'" + d.option() + "' cannot be backed up while the guest runs: its disk is "
                            + "not opened as a graph; set backup=0 for it, or stop the guest");
                }
                sizes.put(d.option(), node.path("image").path("virtual-size").asLong());
            }
            for (Drive d : drives) {
                kept.with(vmid, d.option(), sizes.getOrDefault(d.option(), 0L), file -> keep(qmp, d, file));
            }
            reopen(qmp, drives, nodes, FILTER);
            qmp.execute(
                    "nbd-server-start",
                    Map.of(
                            "addr",
                            Map.of(
                                    "type",
                                    "unix",
                                    "data",
                                    Map.of("path", socket(vmid).toString()))));
            for (Drive d : drives) {
                serve(qmp, d);
            }
            return sizes;
        });
    }

    private static void keep(Qmp qmp, Drive d, Path file) throws IOException {
        qmp.execute(
                "blockdev-add",
                Map.of(
                        "driver",
                        "file",
                        "node-name",
                        KEPT + d.option(),
                        "filename",
                        file.toString(),
                        "discard",
                        "unmap"));
        qmp.execute(
                "blockdev-add",
                Map.of(
                        "driver",
                        "copy-before-write",
                        "node-name",
                        FILTER + d.option(),
                        "file",
                        Blockdev.formatNode(d),
                        "target",
                        KEPT + d.option(),
                        "on-cbw-error",
                        "break-snapshot"));
    }

    private static void serve(Qmp qmp, Drive d) throws IOException {
        qmp.execute(
                "blockdev-add",
                Map.of("driver", "snapshot-access", "node-name", ACCESS + d.option(), "file", FILTER + d.option()));
        qmp.execute(
                "block-export-add",
                Map.of(
                        "type",
                        "nbd",
                        "id",
                        EXPORT + d.option(),
                        "node-name",
                        ACCESS + d.option(),
                        "name",
                        d.option(),
                        "writable",
                        false));
    }

    /** What guests see stands on the filter, or on the format again; all in one step. */
    private static void reopen(Qmp qmp, List<Drive> drives, Map<String, JsonNode> nodes, String on) throws IOException {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Drive d : drives) {
            JsonNode node = nodes.get(Blockdev.node(d));
            boolean readOnly = node != null && node.path("ro").asBoolean();
            String below = on.isEmpty() ? Blockdev.formatNode(d) : on + d.option();
            all.add(Blockdev.throttled(d, below, readOnly));
        }
        if (!all.isEmpty()) {
            qmp.execute("blockdev-reopen", Map.of("options", all));
        }
    }

    /** Takes out whatever is in for a backup; nothing happens where nothing is, or the guest does not run. */
    void end(Vmid vmid, List<Drive> drives) throws IOException {
        if (qemu.runs(vmid)) {
            qemu.talk(vmid, qmp -> {
                takeOut(qmp, drives);
                return true;
            });
        }
        Files.deleteIfExists(socket(vmid));
    }

    private static void takeOut(Qmp qmp, List<Drive> drives) throws IOException {
        boolean served = false;
        for (JsonNode export : qmp.execute("query-block-exports")) {
            if (export.path("id").asText().startsWith(EXPORT)) {
                served = true;
                qmp.execute("block-export-del", Map.of("id", export.path("id").asText(), "mode", "hard"));
            }
        }
        Map<String, JsonNode> nodes = nodes(qmp);
        boolean ours = nodes.keySet().stream().anyMatch(n -> n.startsWith(FILTER) || n.startsWith(KEPT));
        if (served || ours) {
            stopServing(qmp);
        }
        remove(qmp, nodes, ACCESS);
        reopen(
                qmp,
                drives.stream()
                        .filter(d -> nodes.containsKey(FILTER + d.option()))
                        .toList(),
                nodes,
                "");
        remove(qmp, nodes, FILTER);
        remove(qmp, nodes, KEPT);
    }

    private static void stopServing(Qmp qmp) throws IOException {
        try {
            qmp.execute("nbd-server-stop");
        } catch (Qmp.CommandFailed e) {
            if (!String.valueOf(e.getMessage()).contains("not running")) {
                throw e;
            }
        }
    }

    private static void remove(Qmp qmp, Map<String, JsonNode> nodes, String prefix) throws IOException {
        for (String name : nodes.keySet()) {
            if (name.startsWith(prefix)) {
                qmp.execute("blockdev-del", Map.of("node-name", name));
            }
        }
    }

    private static Map<String, JsonNode> nodes(Qmp qmp) throws IOException {
        Map<String, JsonNode> all = new TreeMap<>();
        for (JsonNode node : qmp.execute("query-named-block-nodes")) {
            all.put(node.path("node-name").asText(), node);
        }
        return all;
    }
}
