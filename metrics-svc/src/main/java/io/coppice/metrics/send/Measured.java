package io.coppice.metrics.send;

import io.coppice.metrics.figure.Observation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A group of an object's figures: scalars are the group {@code system}, what repeats in a group has an instance. Pure.
 *
 * @param instance {@code eth0}, {@code scsi0}; empty where there is one only
 * @param fields numbers and texts by name
 */
record Measured(String group, String instance, Map<String, Object> fields) {
    private static final String SCALARS = "system";

    static List<Measured> of(Observation o) {
        Map<String, Object> scalars = new LinkedHashMap<>();
        switch (o.kind()) {
            case NODE -> copy(o.figures(), scalars, "uptime");
            case QEMU, LXC -> guest(o, scalars);
            case STORAGE -> storage(o, scalars);
        }
        List<Measured> all = new ArrayList<>();
        o.details().forEach((name, value) -> {
            if (value instanceof Map<?, ?> group) {
                groups(name, group, all);
            } else {
                scalars.put(name, value);
            }
        });
        if (!scalars.isEmpty()) {
            all.addFirst(new Measured(SCALARS, "", scalars));
        }
        return all;
    }

    private static void guest(Observation o, Map<String, Object> scalars) {
        scalars.put("vmid", Long.parseLong(o.id()));
        scalars.put("name", o.name());
        o.figures().forEach((name, value) -> scalars.put(name.equals("maxcpu") ? "cpus" : name, value));
    }

    private static void storage(Observation o, Map<String, Object> scalars) {
        boolean active = "available".equals(o.figures().get("status"));
        long total = (long) o.figure("maxdisk").orElse(0);
        long used = (long) o.figure("disk").orElse(0);
        scalars.put("active", active ? 1 : 0);
        scalars.put("total", total);
        scalars.put("used", used);
        scalars.put("avail", total - used);
        for (String flag : List.of("shared", "enabled")) {
            scalars.put(flag, "1".equals(o.properties().get(flag)) ? 1 : 0);
        }
        for (String text : List.of("content", "type")) {
            scalars.put(text, o.properties().getOrDefault(text, ""));
        }
    }

    private static void copy(Map<String, Object> from, Map<String, Object> to, String name) {
        Object value = from.get(name);
        if (value != null) {
            to.put(name, value);
        }
    }

    private static void groups(String name, Map<?, ?> group, List<Measured> all) {
        Map<String, Object> own = new LinkedHashMap<>();
        group.forEach((key, value) -> {
            if (value instanceof Map<?, ?> part) {
                Map<String, Object> fields = new LinkedHashMap<>();
                part.forEach((k, v) -> fields.put(String.valueOf(k), v));
                if (!fields.isEmpty()) {
                    all.add(new Measured(name, String.valueOf(key), fields));
                }
            } else {
                own.put(String.valueOf(key), value);
            }
        });
        if (!own.isEmpty()) {
            all.add(new Measured(name, "", own));
        }
    }
}
