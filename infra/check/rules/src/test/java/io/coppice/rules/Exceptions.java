package io.coppice.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A list of what is over a limit, one {@code size name} a line. What it says must be so, hence it only shrinks. */
final class Exceptions {
    private Exceptions() {}

    /** @param over what is over the limit now, with its size */
    static void hold(String list, Map<String, Integer> over) {
        Path file = Project.ROOT.resolve("docs/rules").resolve(list);
        Map<String, Integer> listed = new TreeMap<>();
        if (Files.exists(file)) {
            Project.text(file).lines().filter(l -> !l.isBlank()).forEach(l -> {
                String[] words = l.split(" ", 2);
                listed.put(words[1], Integer.valueOf(words[0]));
            });
        }
        assertEquals(
                print(listed),
                print(over),
                "docs/rules/" + list + " (left) against the tree (right): make the new or longer ones shorter;"
                        + " where one has become shorter, write its new size or strike it out");
    }

    private static String print(Map<String, Integer> entries) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(entries)
                .forEach((name, size) ->
                        text.append(size).append(' ').append(name).append('\n'));
        return text.toString();
    }
}
