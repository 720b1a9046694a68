package io.coppice.metrics.send;

import io.coppice.metrics.figure.Observation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * InfluxDB's line protocol: {@code measurement,tag=value field=1,other="text" nanoseconds}. Numbers are all floats, so that
 * one that was whole once makes no field of another type. Pure.
 */
final class LineProtocol implements Encoding {
    private static final String NANOSECONDS = "000000000";

    @Override
    public List<String> lines(Observation o) {
        String tags = tags(o);
        String time = " " + o.asofMillis() / 1000 + NANOSECONDS + "\n";
        List<String> all = new ArrayList<>();
        for (Measured m : Measured.of(o)) {
            StringBuilder line = new StringBuilder(name(m.group())).append(tags);
            if (!m.instance().isEmpty()) {
                line.append(",instance=").append(name(m.instance()));
            }
            char before = ' ';
            for (Map.Entry<String, Object> f : m.fields().entrySet()) {
                String value = value(f.getValue());
                // a tag of that name is there already, and who asks for one would be told of the other
                if (!value.isEmpty() && !f.getKey().equals("vmid")) {
                    line.append(before).append(name(f.getKey())).append('=').append(value);
                    before = ',';
                }
            }
            if (before == ',') {
                all.add(line.append(time).toString());
            }
        }
        return all;
    }

    private static String tags(Observation o) {
        Map<String, String> tags = new LinkedHashMap<>();
        switch (o.kind()) {
            case NODE -> {
                tags.put("object", "nodes");
                tags.put("host", o.id());
            }
            case QEMU, LXC -> {
                tags.put("object", o.kind().label());
                tags.put("vmid", o.id());
                tags.put("nodename", o.node().text());
                tags.put("host", o.name());
            }
            case STORAGE -> {
                tags.put("object", "storages");
                tags.put("nodename", o.node().text());
                tags.put("host", o.name());
                tags.put("type", o.properties().getOrDefault("type", ""));
            }
        }
        StringBuilder all = new StringBuilder();
        tags.forEach((key, value) -> {
            if (!value.isEmpty()) {
                all.append(',').append(key).append('=').append(name(value));
            }
        });
        return all.toString();
    }

    /** Commas, blanks and equal signs are escaped; a backslash at the end would escape what follows. */
    private static String name(String text) {
        String plain = text.replace('\n', ' ').replace('\r', ' ').replaceFirst("\\\\+$", "");
        return plain.replace(",", "\\,").replace(" ", "\\ ").replace("=", "\\=");
    }

    private static String value(Object value) {
        return switch (value) {
            case Double d -> Double.isFinite(d) ? BigDecimal.valueOf(d).toPlainString() : "";
            case Number n -> n.toString();
            case Boolean b -> b ? "1" : "0";
            case String s -> '"' + s.replace("\\", "\\\\").replace("\"", "\\\"").replace('\n', ' ') + '"';
            default -> "";
        };
    }
}
