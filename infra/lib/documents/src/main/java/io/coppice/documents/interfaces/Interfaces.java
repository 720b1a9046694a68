package io.coppice.documents.interfaces;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file as a whole.
 *
 * @param lines what is no interface and stays as it is, each with its place in the file: {@code source}, {@code mapping}…
 * @param remarks comments that stand before the first stanza, without the {@code #}
 */
public record Interfaces(Map<String, Iface> all, List<Line> lines, List<String> remarks) {
    public Interfaces {
        all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
        lines = List.copyOf(lines);
        remarks = List.copyOf(remarks);
    }

    /** A line, or a stanza that is not understood, and where it stands. */
    public record Line(int place, String text) {}

    /** Reads a file; cards of the host that it does not name are there too, without a place. */
    public static Interfaces parse(String text, Links links) {
        return new InterfacesReader(links).read(text);
    }

    /** As the file's text. */
    public String print() {
        return InterfacesWriter.print(this);
    }

    public Optional<Iface> find(String name) {
        return Optional.ofNullable(all.get(name));
    }

    public Interfaces with(Iface one) {
        Map<String, Iface> changed = new LinkedHashMap<>(all);
        changed.put(one.name(), one);
        return new Interfaces(changed, lines, remarks);
    }

    public Interfaces without(String name) {
        Map<String, Iface> changed = new LinkedHashMap<>(all);
        changed.remove(name);
        return new Interfaces(changed, lines, remarks);
    }

    /** Files that the file reads in: what {@code source} names are patterns, what {@code source-directory} names folders. */
    public List<Sourced> sourced() {
        List<Sourced> found = new ArrayList<>();
        for (Line line : lines) {
            String[] words = line.text().split("\\s+", 2);
            if (words.length == 2 && words[0].startsWith("source")) {
                found.add(new Sourced(words[1], words[0].equals("source-directory")));
            }
        }
        return found;
    }

    /**
     * What is read in. Paths are relative to the file's folder; of a folder only names of letters, digits, dashes and
     * underscores count (interfaces(5)).
     */
    public record Sourced(String pattern, boolean folder) {
        /** Whether a file of such a name in the folder counts. */
        public static boolean counts(String fileName) {
            return fileName.matches("[a-zA-Z0-9_-]+");
        }
    }
}
