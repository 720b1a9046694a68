package io.coppice.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code GET /cluster/status} answers, for people. */
public final class ClusterPrinter {
    private ClusterPrinter() {}

    /** A table of the cluster and its nodes; below it the witness, and what an administrator is warned of. */
    public static String status(Look look, @Nullable Object data) {
        StringBuilder text =
                new StringBuilder(Printers.columns("type", "name", "nodeid", "ip", "local", "online", "quorate")
                        .print(look, data));
        for (Map<?, ?> entry : Printers.rows(data)) {
            if (entry.get("voters") != null) {
                text.append("voters: ")
                        .append(String.valueOf(entry.get("voters")).replace(",", ", "));
                text.append(entry.get("spare") == null ? "" : "; of them may be lost: " + entry.get("spare"))
                        .append('\n');
            }
            if (entry.get("witness") != null) {
                text.append("witness: ")
                        .append(entry.get("witness"))
                        .append(holds(entry.get("witness-online")) ? ", online" : ", out of reach")
                        .append('\n');
            }
            if (entry.get("warning") != null) {
                text.append("warning: ").append(entry.get("warning")).append('\n');
            }
            if ("cluster".equals(entry.get("type")) && !holds(entry.get("quorate"))) {
                text.append(
                                "warning: this node is without a quorum, so nothing can be changed here until more of those who")
                        .append(" vote are within reach\n");
            }
        }
        return text.toString();
    }

    /** The level, which node leads, and what each member's program knows: that is told by the leader of a cluster alone. */
    public static String level(Look look, @Nullable Object data) {
        if (data instanceof Map<?, ?> level && level.get("members") instanceof List<?> members && members.isEmpty()) {
            Map<Object, Object> told = new LinkedHashMap<>(level);
            told.put("members", "told by the leader of a cluster alone");
            return Printers.pairs(look, told);
        }
        return Printers.pairs(look, data);
    }

    /** Who has how many votes; the witness has no number. */
    public static String votes(Look look, @Nullable Object data) {
        List<Map<?, ?>> lines = new ArrayList<>();
        List<Map<?, ?>> rows = Printers.rows(data);
        Set<String> voters = Set.of();
        String witness = "";
        for (Map<?, ?> cluster : rows) {
            if (cluster.get("voters") != null) {
                voters = Set.of(String.valueOf(cluster.get("voters")).split(","));
            }
            if (cluster.get("witness") != null) {
                witness = String.valueOf(cluster.get("witness"));
            }
        }
        for (Map<?, ?> node : rows) {
            if ("node".equals(node.get("type"))) {
                String name = String.valueOf(node.get("name"));
                lines.add(line(node.get("nodeid"), name, voters.isEmpty() || voters.contains(name)));
            }
        }
        if (!witness.isEmpty()) {
            lines.add(line(0, witness + " (witness)", voters.contains(witness)));
        }
        return Printers.columns("nodeid", "quorum_votes", "name").print(look, lines);
    }

    private static Map<String, @Nullable Object> line(@Nullable Object number, String name, boolean votes) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("nodeid", number);
        line.put("quorum_votes", votes ? 1 : 0);
        line.put("name", name);
        return line;
    }

    private static boolean holds(@Nullable Object value) {
        return value instanceof Number n ? n.longValue() == 1 : value instanceof Boolean b && b;
    }
}
