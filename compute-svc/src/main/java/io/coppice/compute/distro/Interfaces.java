package io.coppice.compute.distro;

import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.CtNic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /etc/network/interfaces} (interfaces(5)), as ifupdown and Alpine read it. Pure: from the text that is there and the
 * container's cards to the new text. Stanzas of other interfaces stay, and in those of the cards every option but address and
 * gateway.
 */
final class Interfaces {
    private static final Pattern IFACE = Pattern.compile("\\s*iface\\s+(\\S+)\\s+(inet6?)\\s+(\\S+)\\s*");
    private static final Pattern OURS = Pattern.compile("\\s*(address|netmask|gateway)\\s.*");
    private static final Pattern ROUTE = Pattern.compile("\\s*post-up ip route add (\\S+) dev (\\S+)\\s*");
    private static final Pattern AUTO = Pattern.compile("\\s*auto\\s+(.*)");
    private final boolean prefixes;
    private final List<String> others = new ArrayList<>();
    private final Map<String, List<String>> kept = new LinkedHashMap<>();

    private Interfaces(boolean prefixes) {
        this.prefixes = prefixes;
    }

    /** @param prefixes an address has its prefix behind it, and no netmask of its own */
    static String of(String before, Ct ct, boolean prefixes) {
        Interfaces file = new Interfaces(prefixes);
        List<String> names = ct.nics().stream().map(CtNic::name).toList();
        file.read(Section.isIn(before) ? withoutSections(before) : before, names);
        StringBuilder text = new StringBuilder();
        if (before.isBlank()) {
            text.append("auto lo\niface lo inet loopback\niface lo inet6 loopback\n\n");
        } else {
            while (!file.others.isEmpty() && file.others.getLast().isBlank()) {
                file.others.removeLast();
            }
            file.others.forEach(line -> text.append(line).append('\n'));
            text.append('\n');
        }
        for (CtNic nic : ct.nics()) {
            file.card(new Network(nic), text);
        }
        return text.toString();
    }

    private static String withoutSections(String text) {
        String left = text;
        while (Section.isIn(left)) {
            left = Section.without(left);
        }
        return left;
    }

    /** Sorts the lines: others', and what is kept of the cards' stanzas. */
    private void read(String text, List<String> names) {
        List<String> stanza = others;
        for (String line : text.split("\n", -1)) {
            Matcher iface = IFACE.matcher(line);
            Matcher auto = AUTO.matcher(line);
            if (iface.matches()) {
                boolean ours = names.contains(iface.group(1));
                stanza = ours
                        ? kept.computeIfAbsent(iface.group(1) + " " + iface.group(2), k -> new ArrayList<>())
                        : others;
                if (!ours) {
                    others.add(line);
                }
            } else if (auto.matches()) {
                stanza = others;
                List<String> left =
                        new ArrayList<>(List.of(auto.group(1).strip().split("\\s+")));
                if (!left.removeAll(names) || !left.isEmpty()) {
                    others.add("auto " + String.join(" ", left));
                }
            } else if (line.isBlank() || line.startsWith("#") || line.startsWith("source")) {
                others.add(line);
            } else if (stanza == others || !OURS.matcher(line).matches()) {
                stanza.add(line);
            }
        }
        kept.values().forEach(Interfaces::forgetOldRoutes);
        squeeze();
    }

    /** Blank lines that stood between stanzas which are gone. */
    private void squeeze() {
        for (int i = others.size() - 1; i > 0; i--) {
            if (others.get(i).isBlank() && others.get(i - 1).isBlank()) {
                others.remove(i);
            }
        }
    }

    /** The four lines for a gateway that is not in the network, as they were written before sections marked them. */
    private static void forgetOldRoutes(List<String> lines) {
        for (int i = 0; i + 4 <= lines.size(); i++) {
            Matcher first = ROUTE.matcher(lines.get(i));
            if (first.matches()) {
                List<String> four = lines.subList(i, i + 4).stream()
                        .map(l -> "\t" + l.strip())
                        .toList();
                if (four.equals(far(first.group(1), first.group(2)))) {
                    lines.subList(i, i + 4).clear();
                    return;
                }
            }
        }
    }

    private static List<String> far(String gateway, String device) {
        return List.of(
                "\tpost-up ip route add " + gateway + " dev " + device,
                "\tpost-up ip route add default via " + gateway + " dev " + device,
                "\tpre-down ip route del default via " + gateway + " dev " + device,
                "\tpre-down ip route del " + gateway + " dev " + device);
    }

    private void card(Network card, StringBuilder text) {
        text.append("auto ").append(card.name()).append('\n');
        if (card.says4() || !card.hasAny6()) {
            String method = card.v4().isPresent() ? "static" : card.isDhcp4() ? "dhcp" : "manual";
            text.append("iface ")
                    .append(card.name())
                    .append(" inet ")
                    .append(method)
                    .append('\n');
            card.v4().ifPresent(a -> fixed(a, card.gateway4().orElse(""), card.isFar4(), card.name(), text));
            keep(card.name() + " inet", text);
        }
        if (card.says6() && card.hasAny6()) {
            String method = card.v6().isPresent() ? "static" : card.isDhcp6() ? "dhcp" : "auto";
            text.append("iface ")
                    .append(card.name())
                    .append(" inet6 ")
                    .append(method)
                    .append('\n');
            card.v6().ifPresent(a -> fixed(a, card.gateway6().orElse(""), card.isFar6(), card.name(), text));
            keep(card.name() + " inet6", text);
        }
    }

    private void fixed(Network.Address a, String gateway, boolean far, String device, StringBuilder text) {
        if (prefixes) {
            text.append("\taddress ").append(a).append('\n');
        } else {
            boolean six = a.ip().contains(":");
            text.append("\taddress ").append(a.ip()).append('\n');
            text.append("\tnetmask ").append(six ? a.prefix() : a.netmask()).append('\n');
        }
        if (far) {
            text.append(Section.of(String.join("\n", far(gateway, device)) + "\n"));
        } else if (!gateway.isEmpty()) {
            text.append("\tgateway ").append(gateway).append('\n');
        }
    }

    private void keep(String stanza, StringBuilder text) {
        kept.getOrDefault(stanza, List.of()).forEach(line -> text.append(line).append('\n'));
        text.append('\n');
    }
}
