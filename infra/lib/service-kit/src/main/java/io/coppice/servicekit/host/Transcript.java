package io.coppice.servicekit.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What programs were asked and answered on a real host, as a text that people read and edit:
 *
 * <pre>
 * $ qemu-img info --output=json '/a b.qcow2'
 * &gt; a line of its output
 * ! a line of its errors
 * = 0
 * </pre>
 *
 * A word with a blank or quote in it stands in single quotes, a quote in it doubled. Output without a last newline ends so
 * only on the host.
 */
public record Transcript(List<Entry> entries) {
    /** One run. */
    public record Entry(List<String> argv, Commands.Ended ended) {}

    public Transcript {
        entries = List.copyOf(entries);
    }

    /** @throws IllegalArgumentException naming the line that is none */
    public static Transcript parse(String text) {
        List<Entry> all = new ArrayList<>();
        List<String> argv = List.of();
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        for (String line : text.lines().toList()) {
            String rest = line.length() > 2 ? line.substring(2) : "";
            switch (line.isEmpty() ? '#' : line.charAt(0)) {
                case '$' -> argv = words(rest);
                case '>' -> out.append(rest).append('\n');
                case '!' -> err.append(rest).append('\n');
                case '=' -> {
                    all.add(new Entry(
                            argv, new Commands.Ended(Integer.parseInt(rest), out.toString(), err.toString())));
                    out.setLength(0);
                    err.setLength(0);
                }
                case '#' -> {}
                default -> throw new IllegalArgumentException("no line of a transcript: " + line);
            }
        }
        return new Transcript(all);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Entry e : entries) {
            text.append("$ ")
                    .append(e.argv().stream().map(Transcript::quoted).collect(Collectors.joining(" ")))
                    .append('\n');
            e.ended().out().lines().forEach(l -> text.append("> ").append(l).append('\n'));
            e.ended().err().lines().forEach(l -> text.append("! ").append(l).append('\n'));
            text.append("= ").append(e.ended().exit()).append('\n');
        }
        return text.toString();
    }

    private static String quoted(String word) {
        return word.isEmpty() || word.contains(" ") || word.contains("'") ? "'" + word.replace("'", "''") + "'" : word;
    }

    private static List<String> words(String line) {
        return Arrays.stream(line.split(" (?=(?:[^']*'[^']*')*[^']*$)"))
                .map(w -> w.startsWith("'") && w.length() > 1
                        ? w.substring(1, w.length() - 1).replace("''", "'")
                        : w)
                .toList();
    }
}
