package io.coppice.metrics.export;

import io.coppice.metrics.figure.Kind;
import io.coppice.metrics.figure.Observation;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Figures in Prometheus' text format, with the names that dashboards know from prometheus-pve-exporter: {@code pve_up},
 * {@code pve_cpu_usage_ratio}… with the label {@code id}. Pure.
 */
final class Prometheus {
    private final Map<String, StringBuilder> families = new LinkedHashMap<>();

    private Prometheus() {}

    static String text(List<Observation> all) {
        Prometheus p = new Prometheus();
        all.forEach(p::add);
        StringBuilder text = new StringBuilder();
        p.families.values().forEach(text::append);
        return text.toString();
    }

    private void add(Observation o) {
        sample("pve_up", "gauge", "Whether it runs, or is there.", id(o), isUp(o) ? "1" : "0");
        info(o);
        number(o, "pve_cpu_usage_ratio", "Processors' time that is used, as a fraction.", o.figure("cpu"));
        number(o, "pve_cpu_usage_limit", "Processors that may be used.", o.figure("maxcpu"));
        number(o, "pve_memory_usage_bytes", "Memory that is used.", o.figure("mem"));
        number(o, "pve_memory_size_bytes", "Memory that may be used.", o.figure("maxmem"));
        number(o, "pve_disk_usage_bytes", "Disk that is used.", o.figure("disk"));
        number(o, "pve_disk_size_bytes", "Disk that may be used.", o.figure("maxdisk"));
        number(o, "pve_uptime_seconds", "Since it was started.", o.figure("uptime"));
        if (o.kind().isGuest()) {
            counter(o, "pve_network_receive_bytes", "Bytes that it received.", o.figure("netin"));
            counter(o, "pve_network_transmit_bytes", "Bytes that it sent.", o.figure("netout"));
            counter(o, "pve_disk_read_bytes", "Bytes that it read.", o.figure("diskread"));
            counter(o, "pve_disk_write_bytes", "Bytes that it wrote.", o.figure("diskwrite"));
        }
        if (o.kind() == Kind.NODE) {
            number(o, "coppice_node_load_average", "Of the last minute.", o.detail("cpustat", "avg1"));
            number(o, "coppice_node_iowait_ratio", "Time that waited for disks.", o.detail("cpustat", "wait"));
            number(o, "coppice_node_swap_usage_bytes", "Swap that is used.", o.detail("memory", "swapused"));
            counter(o, "coppice_node_receive_bytes", "Bytes that its cards received.", o.sum("nics", "receive"));
            counter(o, "coppice_node_transmit_bytes", "Bytes that its cards sent.", o.sum("nics", "transmit"));
        }
    }

    private static boolean isUp(Observation o) {
        return switch (o.kind()) {
            case NODE -> true;
            case QEMU, LXC -> o.isRunning();
            case STORAGE -> "available".equals(o.figures().get("status"));
        };
    }

    private void info(Observation o) {
        Map<String, String> labels = id(o);
        switch (o.kind()) {
            case NODE -> {
                labels.put("name", o.name());
                sample("pve_node_info", "gauge", "A node.", labels, "1");
            }
            case QEMU, LXC -> {
                labels.put("node", o.node().text());
                labels.put("name", o.name());
                labels.put("type", o.kind().label());
                labels.put("template", o.properties().getOrDefault("template", "0"));
                labels.put("tags", o.properties().getOrDefault("tags", ""));
                sample("pve_guest_info", "gauge", "A guest.", labels, "1");
                String boot = o.properties().getOrDefault("onboot", "0");
                Map<String, String> own = id(o);
                own.put("node", o.node().text());
                own.put("type", o.kind().label());
                sample("pve_onboot_status", "gauge", "Whether it starts with its node.", own, boot);
            }
            case STORAGE -> {
                labels.put("node", o.node().text());
                labels.put("storage", o.name());
                labels.put("plugintype", o.properties().getOrDefault("type", ""));
                labels.put("content", o.properties().getOrDefault("content", ""));
                sample("pve_storage_info", "gauge", "A storage.", labels, "1");
                String shared = o.properties().getOrDefault("shared", "0");
                sample("pve_storage_shared", "gauge", "Whether nodes share it.", id(o), shared);
            }
        }
    }

    private static Map<String, String> id(Observation o) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("id", o.fullId());
        return labels;
    }

    private void number(Observation o, String name, String help, OptionalDouble value) {
        value.ifPresent(v -> sample(name, "gauge", help, id(o), plain(v)));
    }

    private void counter(Observation o, String name, String help, OptionalDouble value) {
        value.ifPresent(v -> sample(name, "counter", help, id(o), plain(v)));
    }

    private void sample(String name, String type, String help, Map<String, String> labels, String value) {
        StringBuilder family = families.computeIfAbsent(
                name, n -> new StringBuilder("# HELP " + n + " " + help + "\n# TYPE " + n + " " + type + "\n"));
        family.append(name).append('{');
        String between = "";
        for (Map.Entry<String, String> label : labels.entrySet()) {
            family.append(between)
                    .append(label.getKey())
                    .append("=\"")
                    .append(escaped(label.getValue()))
                    .append('"');
            between = ",";
        }
        family.append("} ").append(value).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
