package io.coppice.servicekit.event;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which events a reader wants, by globs of which one has to fit; none means all.
 *
 * @param types {@code guest.*}, with or without {@code io.coppice.} and version
 * @param objects {@code guest/1*}, matched against subjects
 */
public record EventFilter(List<String> types, List<String> objects) {
    private static final String OURS = "io.coppice.";

    public EventFilter {
        types = types.stream()
                .map(t -> t.startsWith(OURS) ? t.substring(OURS.length()) : t)
                .toList();
        objects = List.copyOf(objects);
    }

    /** From texts that hold globs with commas between them. */
    public static EventFilter of(Optional<String> types, Optional<String> objects) {
        return new EventFilter(globs(types), globs(objects));
    }

    private static List<String> globs(Optional<String> text) {
        return text.stream()
                .flatMap(t -> Stream.of(t.split(",")))
                .map(String::strip)
                .filter(g -> !g.isEmpty())
                .toList();
    }

    public boolean fits(String type, String subject) {
        return fitsType(type.startsWith(OURS) ? type.substring(OURS.length()) : type) && fits(objects, subject);
    }

    private boolean fitsType(String type) {
        int version = type.lastIndexOf(".v");
        return fits(types, type) || (version > 0 && fits(types, type.substring(0, version)));
    }

    private static boolean fits(List<String> globs, String text) {
        return globs.isEmpty() || globs.stream().anyMatch(g -> matches(g, text));
    }

    /** Takes time in proportion to both lengths, whatever the glob: a regular expression of many stars would not. */
    static boolean matches(String glob, String text) {
        int g = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                mark = t;
            } else if (g < glob.length() && glob.charAt(g) == text.charAt(t)) {
                g++;
                t++;
            } else if (star >= 0) {
                g = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
