package io.coppice.documents.interfaces;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One interface, its stanzas of both families together.
 *
 * @param auto whether it comes up with the machine
 * @param place where it stands in the file; absent: it is new, and stands after the last of its kind
 * @param families {@code inet}, {@code inet6}, in the file's order; never empty
 * @param values what is understood, by the names that the API has; those of inet6 end in 6
 * @param options lines of the first family's stanza that are kept as they are; {@code options6} those of inet6
 */
public record Iface(
        String name,
        Kind kind,
        boolean auto,
        Optional<Integer> place,
        List<String> families,
        Map<String, String> values,
        List<String> options,
        List<String> options6) {
    public Iface {
        families = families.isEmpty() ? List.of("inet") : List.copyOf(families);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        options = List.copyOf(options);
        options6 = List.copyOf(options6);
    }

    /** One that nobody has set anything for. */
    public static Iface plain(String name, Kind kind) {
        return new Iface(name, kind, false, Optional.empty(), List.of("inet"), METHODS, List.of(), List.of());
    }

    private static final Map<String, String> METHODS = Map.of("method", "manual", "method6", "manual");

    public Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The names in a value that is a list: ports, slaves. */
    public List<String> names(String key) {
        return value(key)
                .map(String::strip)
                .filter(v -> !v.isEmpty())
                .map(v -> List.of(v.split("[\\s,;]+")))
                .orElse(List.of());
    }

    /** With another value; an empty one takes it away. */
    public Iface with(String key, Optional<String> value) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.remove(key);
        value.ifPresent(v -> changed.put(key, v));
        return with(changed);
    }

    public Iface with(Map<String, String> changed) {
        return new Iface(name, kind, auto, place, families, changed, options, options6);
    }

    public Iface as(Kind other) {
        return new Iface(name, other, auto, place, families, values, options, options6);
    }

    public Iface auto(boolean comesUp) {
        return new Iface(name, kind, comesUp, place, families, values, options, options6);
    }

    public Iface families(List<String> others) {
        return new Iface(name, kind, auto, place, others, values, options, options6);
    }

    /** The device below, where this is a VLAN or an alias. */
    public Optional<String> below() {
        return value("vlan-raw-device").or(() -> Names.parent(name));
    }

    /** All interfaces that this one needs: its ports, slaves, and the device below. */
    public List<String> needs() {
        List<String> all = new ArrayList<>();
        for (String key : List.of("bridge_ports", "slaves", "ovs_ports", "ovs_bonds")) {
            all.addAll(names(key));
        }
        below().ifPresent(all::add);
        value("vxlan-physdev").ifPresent(all::add);
        return List.copyOf(all);
    }
}
