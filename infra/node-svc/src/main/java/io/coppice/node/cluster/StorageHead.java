package io.coppice.node.cluster;

import io.coppice.store.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What lists need of a storage's section: {@code type: id}, then indented properties. */
record StorageHead(String type, Map<String, String> properties) {
    StorageHead {
        properties = Map.copyOf(properties);
    }

    static StorageHead of(Document section) {
        List<String> lines = section.text().strip().lines().toList();
        Map<String, String> properties = new HashMap<>();
        lines.stream().skip(1).map(String::strip).forEach(line -> {
            int blank = line.indexOf(' ');
            properties.put(blank < 0 ? line : line.substring(0, blank), blank < 0 ? "1" : line.substring(blank + 1));
        });
        String head = lines.isEmpty() ? "" : lines.getFirst();
        return new StorageHead(head.substring(0, Math.max(0, head.indexOf(':'))), properties);
    }

    boolean isOn(String node) {
        String nodes = properties.get("nodes");
        return !"1".equals(properties.get("disable"))
                && (nodes == null || List.of(nodes.split("[,;\\s]+")).contains(node));
    }

    String content() {
        return properties.getOrDefault("content", "images,rootdir");
    }

    boolean shared() {
        return "1".equals(properties.get("shared"));
    }
}
