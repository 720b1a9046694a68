package io.coppice.documents.interfaces;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the file from top to bottom. */
final class InterfacesReader {
    private static final int FIRST_PLACE = 2; // the loopback that a file lacks stands before all
    private static final Set<String> STARTERS =
            Set.of("iface", "auto", "mapping", "source", "source-directory", "rename", "template", "vlan");

    private final Links links;
    private final Map<String, Stanzas> stanzas = new LinkedHashMap<>();
    private final Set<String> auto = new HashSet<>();
    private final List<Interfaces.Line> lines = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private int place = FIRST_PLACE;
    private @Nullable Stanzas current;
    private boolean mapping;

    InterfacesReader(Links links) {
        this.links = links;
    }

    Interfaces read(String text) {
        List<String> all = joined(text);
        Set<String> defined = defined(all);
        for (String line : all) {
            take(line, defined);
        }
        return new Interfaces(built(), lines, remarks);
    }

    /** Lines that end in a backslash go on in the next. */
    private static List<String> joined(String text) {
        List<String> all = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String raw : text.lines().toList()) {
            String line = raw.strip();
            if (line.endsWith("\\") && !line.startsWith("#")) {
                open.append(line, 0, line.length() - 1).append(' ');
                continue;
            }
            all.add(open + line);
            open.setLength(0);
        }
        if (!open.isEmpty()) {
            all.add(open.toString().strip());
        }
        return all;
    }

    private static Set<String> defined(List<String> all) {
        Set<String> names = new HashSet<>();
        for (String line : all) {
            String[] words = line.split("\\s+");
            if (words.length > 1 && words[0].equals("iface")) {
                names.add(words[1]);
            }
        }
        return names;
    }

    private void take(String line, Set<String> defined) {
        if (line.isEmpty()) {
            return;
        }
        if (line.startsWith("#")) {
            comment(line.substring(1));
            return;
        }
        String[] words = line.split("\\s+");
        if (words[0].equals("iface") && words.length > 1) {
            open(words);
        } else if (words[0].equals("auto") || words[0].startsWith("allow-")) {
            rises(words, defined);
        } else if (STARTERS.contains(words[0]) || (current == null && !mapping)) {
            keep(line, words[0].equals("mapping"));
        } else if (current != null) {
            current.option(words[0], line.substring(words[0].length()).strip());
        } else {
            Interfaces.Line last = lines.removeLast();
            lines.add(new Interfaces.Line(last.place(), last.text() + "\n\t" + line));
        }
    }

    private void comment(String text) {
        if (current != null) {
            current.comment(text);
        } else if (stanzas.isEmpty() && !InterfacesWriter.HEADER.contains("#" + text + "\n")) {
            remarks.add(text);
        }
    }

    private void keep(String line, boolean opensMapping) {
        lines.add(new Interfaces.Line(place++, line));
        current = null;
        mapping = opensMapping;
    }

    private void open(String[] words) {
        Stanzas known = stanzas.get(words[1]);
        if (known == null) {
            known = new Stanzas(words[1], place++);
            stanzas.put(words[1], known);
        }
        known.open(words);
        current = known;
        mapping = false;
    }

    /** Classes other than {@code auto} that no bridge of this file stands behind are kept as they are. */
    private void rises(String[] words, Set<String> defined) {
        current = null;
        mapping = false;
        String allowed = words[0].equals("auto") ? "auto" : words[0].substring("allow-".length());
        boolean comesUp = allowed.equals("auto") || allowed.equals("ovs") || defined.contains(allowed);
        for (String name : List.of(words).subList(1, words.length)) {
            if (comesUp && defined.contains(name)) {
                auto.add(name);
            } else {
                lines.add(new Interfaces.Line(place++, words[0] + " " + name));
            }
        }
    }

    private Map<String, Iface> built() {
        Map<String, Iface> all = new LinkedHashMap<>();
        if (!stanzas.containsKey("lo")) {
            all.put("lo", loopback());
        }
        stanzas.forEach((name, s) -> all.put(name, s.built(auto.contains(name), links)));
        links.all().values().stream()
                .filter(l -> l.isPhysical() || Names.isCard(l.name()))
                .filter(l ->
                        !all.containsKey(l.name()) && l.alternatives().stream().noneMatch(all::containsKey))
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(l -> all.put(l.name(), Iface.plain(l.name(), Kind.ETH)));
        return all;
    }

    private static Iface loopback() {
        return new Iface(
                "lo",
                Kind.LOOPBACK,
                true,
                Optional.of(FIRST_PLACE - 1),
                List.of("inet"),
                Map.of("method", "loopback", "method6", "manual"),
                List.of(),
                List.of());
    }
}
