package io.coppice.network.change;

import io.coppice.contract.endpoint.Settings;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.network.InterfaceOptions;
import io.coppice.documents.interfaces.Iface;
import io.coppice.documents.interfaces.Kind;
import io.coppice.documents.interfaces.Masks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One interface with other settings. */
final class Definition {
    private static final Set<String> LISTS = Set.of("bridge_ports", "slaves", "ovs_ports", "ovs_bonds", "bridge_vids");

    /** Made by zones and fabrics, never by hand. */
    private static final Set<Kind> NOT_MADE = Set.of(Kind.VNET, Kind.FABRIC, Kind.UNKNOWN);

    private Definition() {}

    /** @throws Refused naming the parameters that do not fit */
    static Iface changed(Iface was, Settings wanted, List<String> deleted, boolean fresh) {
        Kind kind = Kind.of(wanted.text("type").orElse("")).orElse(Kind.UNKNOWN);
        if (fresh && NOT_MADE.contains(kind)) {
            throw Refused.badParameter("type", "interfaces of type '" + kind.word() + "' are not made by hand");
        }
        Map<String, String> values = new LinkedHashMap<>(was.kind() == kind ? was.values() : common(was));
        Map<String, String> wrong = new LinkedHashMap<>();
        for (String key : deleted) {
            delete(key, values, wrong);
        }
        boolean auto = was.auto() && !deleted.contains("autostart");
        for (Map.Entry<String, String> e : wanted.texts().entrySet()) {
            String key = e.getKey();
            if (key.equals("type")) {
                continue;
            }
            if (!InterfaceOptions.belongs(key, kind.word())) {
                wrong.put(key, "interfaces of type '" + kind.word() + "' have no such option");
            } else if (key.equals("autostart")) {
                auto = isTrue(e.getValue());
            } else {
                set(key, e.getValue(), values, wrong);
            }
        }
        if (!wrong.isEmpty()) {
            throw new Refused(new Failure.BadParameters(wrong));
        }
        return families(was.as(kind).with(values).auto(auto));
    }

    /** What stays when an interface becomes one of another type. */
    private static Map<String, String> common(Iface was) {
        Map<String, String> values = new LinkedHashMap<>(was.values());
        values.keySet().removeIf(k -> !InterfaceOptions.belongs(k, "eth") && !k.startsWith("method"));
        return values;
    }

    private static void delete(String key, Map<String, String> values, Map<String, String> wrong) {
        String ending = key.endsWith("6") ? "6" : "";
        switch (key) {
            case "address", "cidr", "netmask", "address6", "cidr6", "netmask6" -> {
                values.keySet().removeAll(Set.of("address" + ending, "cidr" + ending, "netmask" + ending));
                values.put("method" + ending, "manual");
            }
            case "type" -> wrong.put("delete", "every interface has a type");
            case "autostart" -> {}
            default -> values.remove(key);
        }
    }

    private static void set(String key, String value, Map<String, String> values, Map<String, String> wrong) {
        String ending = key.endsWith("6") ? "6" : "";
        if (value.chars().anyMatch(c -> c < ' ' && !(c == '\n' && key.startsWith("comments")))) {
            wrong.put(key, "must be one line of plain text");
            return;
        }
        switch (key) {
            case "address", "address6" -> values.put(key, value);
            case "netmask", "netmask6" -> values.put(key, Masks.prefix(value));
            case "cidr", "cidr6" -> {
                int slash = value.indexOf('/');
                values.put("address" + ending, value.substring(0, slash));
                values.put("netmask" + ending, value.substring(slash + 1));
            }
            case "comments", "comments6" -> {
                values.remove(key);
                if (!value.isBlank()) {
                    values.put(key, value.endsWith("\n") ? value : value + "\n");
                }
            }
            case "bridge_vlan_aware" -> {
                values.remove(key);
                if (isTrue(value)) {
                    values.put(key, "1");
                }
            }
            default -> {
                String text = LISTS.contains(key) ? value.strip().replaceAll("[\\s,;]+", " ") : value.strip();
                values.put(key, text);
            }
        }
    }

    private static boolean isTrue(String value) {
        return value.matches("(?i)1|yes|on|true");
    }

    /** Methods and families follow from the addresses; what gets its address otherwise goes on doing so. */
    private static Iface families(Iface given) {
        Iface i = given;
        List<String> families = new ArrayList<>();
        for (String ending : List.of("", "6")) {
            Optional<String> address = i.value("address" + ending);
            String method = i.value("method" + ending).orElse("manual");
            if (address.isPresent()) {
                method = "static";
                Optional<String> mask = i.value("netmask" + ending);
                i = i.with(
                        "cidr" + ending,
                        Optional.of(address.get() + "/" + mask.orElse(ending.isEmpty() ? "32" : "128")));
            } else if (method.equals("static")) {
                method = "manual";
            }
            i = i.with("method" + ending, Optional.of(method));
            if (!method.equals("manual") || i.value("comments" + ending).isPresent() && !ending.isEmpty()) {
                families.add("inet" + ending);
            }
        }
        if (families.isEmpty()
                || families.equals(List.of("inet6")) && i.families().contains("inet")) {
            families.addFirst("inet");
        }
        return i.families(families);
    }
}
