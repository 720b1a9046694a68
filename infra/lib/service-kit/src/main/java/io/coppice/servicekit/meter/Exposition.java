package io.coppice.servicekit.meter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Texts of several processes as one: each metric's samples together below one heading, as the format demands. */
public final class Exposition {
    private static final class Family {
        private final Map<String, String> heading = new LinkedHashMap<>();
        private final List<String> samples = new ArrayList<>();
    }

    private Exposition() {}

    /** Lines that belong to no metric are left out. */
    public static String merged(List<String> texts) {
        Map<String, Family> families = new TreeMap<>();
        for (String text : texts) {
            Family now = new Family();
            for (String line : text.lines().toList()) {
                String[] words = line.split(" ", 4);
                if (words.length > 2 && words[0].equals("#")) {
                    now = families.computeIfAbsent(words[2], name -> new Family());
                    now.heading.putIfAbsent(words[1], line);
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    now.samples.add(line);
                }
            }
        }
        StringBuilder all = new StringBuilder();
        for (Family f : families.values()) {
            f.heading.values().forEach(line -> all.append(line).append('\n'));
            f.samples.forEach(line -> all.append(line).append('\n'));
        }
        return all.toString();
    }
}
