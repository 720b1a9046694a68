package io.coppice.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Real nodes that are one cluster, and what their guests and storages are, seen from outside. */
final class MovingGuests {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final Duration LONG = Duration.ofMinutes(3);
    private final ClusterRig rig;
    private final int nodes;

    MovingGuests(ClusterRig rig, int nodes) {
        this.rig = rig;
        this.nodes = nodes;
    }

    void form() throws Exception {
        rig.coppice(1, "cluster", "create", "wood");
        for (int n = 2; n <= nodes; n++) {
            String token = rig.coppice(1, "cluster", "token", "pve" + n).strip();
            rig.coppice(n, "cluster", "join", "pve1", "--fingerprint", rig.fingerprint(1), "--password", token);
        }
        settle();
    }

    /** All nodes see each other, and take changes. */
    void settle() throws Exception {
        for (int n = 1; n <= nodes; n++) {
            int node = n;
            Await.until("pve" + node + " sees all", LONG, () -> {
                Programs.Ended said =
                        rig.tryCoppice(node, "pvesh", "get", "/cluster/status", "--output-format", "json");
                return said.exit() == 0
                        && said.output().split("\"online\":1", -1).length - 1 == nodes
                        && said.output().contains("\"quorate\":1");
            });
        }
    }

    /** The nodes under which a guest's configuration lies, as a node shows them in its files. */
    List<Integer> owners(int seenBy, String kind, int vmid) throws IOException {
        List<Integer> owners = new ArrayList<>();
        for (int n = 1; n <= nodes; n++) {
            if (Files.exists(config(seenBy, n, kind, vmid))) {
                owners.add(n);
            }
        }
        return owners;
    }

    Path config(int seenBy, int owner, String kind, int vmid) throws IOException {
        return rig.data(seenBy).resolve("etc-pve/nodes/pve" + owner + "/" + kind + "/" + vmid + ".conf");
    }

    /** All that lies in a guest's folder on a node, marks too, with the SHA-256 of what is no mark. */
    Map<String, String> files(int node, int vmid) throws Exception {
        Path folder = rig.data(node).resolve("storage/images/" + vmid);
        Map<String, String> files = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                for (Path file : all.toList()) {
                    String name = String.valueOf(file.getFileName());
                    files.put(name, name.endsWith(".mark") ? "a mark" : sum(file));
                }
            }
        }
        return files;
    }

    static String sum(Path file) throws Exception {
        MessageDigest sum = MessageDigest.getInstance("SHA-256");
        try (var in = Files.newInputStream(file)) {
            byte[] part = new byte[1 << 20];
            for (int length = in.read(part); length > 0; length = in.read(part)) {
                sum.update(part, 0, length);
            }
        }
        return HexFormat.of().formatHex(sum.digest());
    }

    /** How a task has ended, as a node tells it; waits for it. */
    String end(int asked, String upid) throws Exception {
        String[] end = {""};
        String path = "/nodes/" + upid.split(":")[1] + "/tasks/" + upid + "/status";
        Await.until(upid + " has ended", LONG, () -> {
            Programs.Ended said = rig.tryCoppice(asked, "pvesh", "get", path, "--output-format", "json");
            JsonNode status = said.exit() == 0 ? JSON.readTree(said.output()) : JSON.createObjectNode();
            end[0] = status.path("exitstatus").asText();
            return status.path("status").asText().equals("stopped");
        });
        return end[0];
    }

    String log(int asked, String upid) throws Exception {
        return rig.get(asked, "/nodes/" + upid.split(":")[1] + "/tasks/" + upid + "/log")
                .toString();
    }

    /** The task that a call began. */
    static String upid(String said) throws IOException {
        return said.lines()
                .map(String::strip)
                .map(line -> line.replace("\"", ""))
                .filter(line -> line.startsWith("UPID:"))
                .findFirst()
                .orElseThrow(() -> new IOException("no task in: " + said));
    }

    /** What is told of a guest's coming and going, with the events' ids, by a node. */
    List<String> comings(int asked, int vmid) throws Exception {
        String said = rig.coppice(
                asked,
                "pvesh",
                "get",
                "/coppice/events",
                "--since",
                "first",
                "--type",
                "guest.created,guest.moved,guest.destroyed",
                "--object",
                "guest/" + vmid,
                "--output-format",
                "json");
        List<String> events = new ArrayList<>();
        for (JsonNode event : JSON.readTree(said).path("events")) {
            events.add(event.path("type").asText().split("\\.")[3] + " "
                    + event.path("id").asText());
        }
        return events;
    }
}
