package io.coppice.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is on a node that workers used, as its API and its folders show it. */
final class NodeContents {
    private final ApiClient api;
    private final String node;
    private final Map<String, String> things = new TreeMap<>();
    private final TreeSet<String> disks = new TreeSet<>();
    private final List<String> wrong = new ArrayList<>();

    private NodeContents(ApiClient api, String node) {
        this.api = api;
        this.node = node;
    }

    static NodeContents of(ApiClient api, String node, Optional<Path> data) throws Exception {
        NodeContents all = new NodeContents(api, node);
        all.access();
        all.guests();
        all.volumes(data);
        return all;
    }

    Map<String, String> things() {
        return things;
    }

    /** What no order of changes explains: half-made guests, locks, disks of nobody, files that are no volume. */
    List<String> wrong() {
        return wrong;
    }

    private JsonNode list(String path) throws Exception {
        ApiClient.Reply reply = api.get(path);
        if (reply.status() != 200) {
            wrong.add(path + " answers " + reply);
        }
        return reply.data();
    }

    private void access() throws Exception {
        for (JsonNode user : list("/access/users")) {
            String id = user.path("userid").asText();
            if (!List.of("admin@pve", "root@pam", "holder@pve").contains(id)) {
                things.put("user:" + id, user.path("comment").asText());
            }
        }
        for (JsonNode token : list("/access/users/admin@pve/token")) {
            things.put(
                    "token:" + token.path("tokenid").asText(),
                    token.path("comment").asText());
        }
        for (JsonNode entry : list("/access/acl")) {
            if (entry.path("ugid").asText().equals("holder@pve")) {
                things.put("acl:" + entry.path("path").asText(), "there");
            }
        }
    }

    private void guests() throws Exception {
        for (JsonNode guest : list("/nodes/" + node + "/qemu")) {
            int vmid = guest.path("vmid").asInt();
            if (vmid < Worker.GUESTS) {
                continue;
            }
            JsonNode config = list("/nodes/" + node + "/qemu/" + vmid + "/config");
            things.put("guest:" + vmid, config.path("description").asText().strip());
            if (guest.path("status").asText().equals("running")) {
                things.put("power:" + vmid, Worker.RUNS);
            }
            disks.add(config.path("scsi0").asText().split(",")[0]);
            if (config.has("lock")) {
                wrong.add("guest " + vmid + " is locked: " + config);
            }
        }
    }

    private void volumes(Optional<Path> data) throws Exception {
        TreeSet<String> listed = new TreeSet<>();
        for (JsonNode volume : list("/nodes/" + node + "/storage/local/content?content=images")) {
            String id = volume.path("volid").asText();
            listed.add(id);
            if (volume.path("vmid").asInt() >= Worker.VOLUMES) {
                things.put("volume:" + id, "there");
            } else if (!disks.remove(id)) {
                wrong.add("a disk of no guest: " + id);
            }
        }
        disks.forEach(id -> wrong.add("a guest's disk is missing: " + id));
        if (data.isPresent()) {
            files(data.get(), listed);
        }
    }

    /** Each volume is a file with the beginning of its format, and each file a volume. */
    private void files(Path data, TreeSet<String> listed) throws IOException {
        TreeSet<String> files = new TreeSet<>();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path p : all.filter(f ->
                            f.getParent().getParent().getFileName().toString().equals("images"))
                    .toList()) {
                files.add("local:" + p.getParent().getFileName() + "/" + p.getFileName());
                try (InputStream in = Files.newInputStream(p)) {
                    if (!new String(in.readNBytes(3), StandardCharsets.US_ASCII).equals("QFI")) {
                        wrong.add("no qcow2 image: " + p);
                    }
                }
            }
        }
        if (!files.equals(listed)) {
            wrong.add("files are " + files + " and volumes " + listed);
        }
    }
}
