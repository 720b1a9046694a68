package io.coppice.documents.interfaces;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An interface as the API tells it: names to texts, 1 for what is true, lists of texts. */
public final class Fields {
    private Fields() {}

    /** With what is running: {@code exists} for cards and VLANs on them, {@code active} for what is up. */
    public static Map<String, Object> of(Iface i, Interfaces file, Links links) {
        Map<String, Object> fields = new TreeMap<>(i.values());
        fields.put("type", i.kind().word());
        fields.put("families", i.families());
        i.place().ifPresent(p -> fields.put("priority", p));
        if (i.auto()) {
            fields.put("autostart", 1);
        }
        if (i.value("bridge_vlan_aware").isPresent()) {
            fields.put("bridge_vlan_aware", 1);
        }
        if (!i.options().isEmpty()) {
            fields.put("options", i.options());
        }
        if (!i.options6().isEmpty()) {
            fields.put("options6", i.options6());
        }
        if (exists(i, file, links)) {
            fields.put("exists", 1);
        }
        if (!i.place().equals(ADDED) && links.isActive(i.name())) {
            fields.put("active", 1);
        }
        return fields;
    }

    /** Of the loopback that the file lacks nothing is told. */
    private static final Optional<Integer> ADDED = Optional.of(1);

    private static boolean exists(Iface i, Interfaces file, Links links) {
        return switch (i.kind()) {
            case ETH, OVS_PORT -> links.find(i.name()).isPresent();
            case VLAN ->
                i.below().flatMap(file::find).filter(b -> b.kind() == Kind.ETH).isPresent()
                        && i.below().flatMap(links::find).isPresent();
            default -> false;
        };
    }

    /** The other way round, for a structure that came from elsewhere. */
    public static Iface iface(String name, Map<String, ?> fields) {
        Map<String, String> values = new TreeMap<>();
        fields.forEach((k, v) -> {
            if (!NO_VALUES.contains(k) && !(v instanceof List)) {
                values.put(k, String.valueOf(v));
            }
        });
        Kind kind = Kind.of(String.valueOf(fields.get("type"))).orElse(Kind.UNKNOWN);
        Optional<Integer> place = Optional.ofNullable(fields.get("priority")).map(p -> Integer.valueOf(p.toString()));
        return new Iface(
                name,
                kind,
                fields.containsKey("autostart"),
                place,
                texts(fields.get("families")),
                values,
                texts(fields.get("options")),
                texts(fields.get("options6")));
    }

    private static final List<String> NO_VALUES = List.of("type", "priority", "autostart", "active", "exists");

    private static List<String> texts(@Nullable Object list) {
        return list instanceof List<?> l ? l.stream().map(String::valueOf).toList() : List.of();
    }
}
