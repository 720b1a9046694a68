package io.coppice.metrics.figure;

import io.coppice.contract.word.NodeName;
import io.coppice.store.Document;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What metrics tell of a guest's configuration: the main section alone, read without checking it. */
record GuestName(Kind kind, NodeName node, String name, Map<String, String> properties) {
    private static final Pattern PATH = Pattern.compile("nodes/([^/]+)/(qemu-server|lxc)/(\\d+)\\.conf");
    private static final Set<String> NEEDED = Set.of("name", "hostname", "template", "tags", "onboot");

    /** Empty for documents that are no guest's configuration. */
    static Optional<GuestName> of(Document document) {
        Matcher m = PATH.matcher(document.path());
        if (!m.matches()) {
            return Optional.empty();
        }
        Map<String, String> options = new HashMap<>();
        for (String line : document.text().split("\n")) {
            if (line.startsWith("[")) {
                break;
            }
            int colon = line.indexOf(": ");
            String option = line.substring(0, Math.max(0, colon));
            if (NEEDED.contains(option)) {
                options.put(option, line.substring(colon + 2).strip());
            }
        }
        Kind kind = m.group(2).equals("lxc") ? Kind.LXC : Kind.QEMU;
        String named = options.get(kind == Kind.LXC ? "hostname" : "name");
        String name = named != null ? named : (kind == Kind.LXC ? "CT" : "VM ") + m.group(3);
        return Optional.of(new GuestName(kind, new NodeName(m.group(1)), name, Map.copyOf(options)));
    }
}
