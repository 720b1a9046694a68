package io.coppice.documents.interfaces;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The stanzas of one interface, as they are read. */
final class Stanzas {
    private static final List<String> BOND_MODES =
            List.of("balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb");

    private final String name;
    private final int place;
    private final Set<String> families = new LinkedHashSet<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> options = new ArrayList<>();
    private final List<String> options6 = new ArrayList<>();
    private String family = "inet";
    private boolean typeless;

    Stanzas(String name, int place) {
        this.name = name;
        this.place = place;
    }

    /** {@code iface NAME [FAMILY [METHOD]]}; without a family (ifupdown2) the addresses tell it. */
    void open(String[] words) {
        int next = 2;
        typeless = words.length <= next || !words[next].startsWith("inet");
        family = typeless ? "inet" : words[next++];
        if (!typeless) {
            families.add(family);
            String method = words.length > next ? words[next++] : "static";
            values.putIfAbsent("method" + ending(), method);
        }
        if (words.length > next) {
            options().add(String.join(" ", List.of(words).subList(next, words.length)));
        }
    }

    void comment(String text) {
        values.merge("comments" + ending(), text + "\n", String::concat);
    }

    void option(String word, String value) {
        if (word.equals("address") || word.equals("netmask") || word.equals("gateway")) {
            addressed(word, value);
            return;
        }
        Optional<String> key = Keywords.name(word);
        if (key.isEmpty() || values.containsKey(key.get())) {
            options().add(value.isEmpty() ? word : word + " " + value);
            return;
        }
        set(key.get(), value);
    }

    private void addressed(String word, String value) {
        if (typeless && !word.equals("netmask")) {
            family = value.indexOf(':') >= 0 ? "inet6" : "inet";
            families.add(family);
            values.putIfAbsent("method" + ending(), "static");
        }
        String key = word + ending();
        if (values.containsKey(key) || (word.equals("netmask") && values.containsKey("cidr" + ending()))) {
            options().add(word + " " + value);
        } else if (word.equals("address") && value.indexOf('/') > 0) {
            int slash = value.indexOf('/');
            values.put(key, value.substring(0, slash));
            values.put("netmask" + ending(), Masks.prefix(value.substring(slash + 1)));
            values.put("cidr" + ending(), value);
        } else {
            values.put(key, word.equals("netmask") ? Masks.prefix(value) : value);
        }
    }

    private void set(String key, String value) {
        switch (key) {
            case "bridge_vlan_aware" -> {
                if (value.equals("yes") || value.equals("1") || value.equals("on")) {
                    values.put(key, "1");
                }
            }
            case "bridge_ports", "slaves" -> values.put(key, value.equals("none") ? "" : value);
            case "bond_mode" -> values.put(key, value.matches("[0-6]") ? BOND_MODES.get(value.charAt(0) - '0') : value);
            case "ovs_options" -> ovs(value);
            default -> values.put(key, value);
        }
    }

    /** The tag among the options of an OVS port stands apart. */
    private void ovs(String value) {
        List<String> rest = new ArrayList<>();
        for (String one : value.split("\\s+")) {
            if (one.matches("tag=\\d+")) {
                values.put("ovs_tag", one.substring("tag=".length()));
            } else {
                rest.add(one);
            }
        }
        if (!rest.isEmpty()) {
            values.put("ovs_options", String.join(" ", rest));
        }
    }

    Iface built(boolean auto, Links links) {
        finish("");
        finish("6");
        Kind kind = Names.kind(name, values, links);
        if (kind == Kind.OVS_BOND) {
            OvsBonds.read(values);
        }
        Names.dotted(name).ifPresent(d -> {
            values.putIfAbsent("vlan-raw-device", d.device());
            values.putIfAbsent("vlan-id", d.tag());
        });
        if (kind == Kind.VLAN) {
            Names.numbered(name).ifPresent(tag -> values.putIfAbsent("vlan-id", tag));
        }
        return new Iface(
                name, kind, auto, Optional.of(place), List.copyOf(families), values, List.copyOf(options), options6);
    }

    private void finish(String ending) {
        values.putIfAbsent("method" + ending, "manual");
        String address = values.get("address" + ending);
        if (address == null) {
            return;
        }
        String whole = ending.isEmpty() ? "32" : "128";
        values.putIfAbsent("cidr" + ending, address + "/" + values.getOrDefault("netmask" + ending, whole));
    }

    private String ending() {
        return family.equals("inet6") ? "6" : "";
    }

    /** Where a line of the present stanza is kept; both families' first stanza keeps {@code options}. */
    private List<String> options() {
        return family.equals("inet6") ? options6 : options;
    }
}
