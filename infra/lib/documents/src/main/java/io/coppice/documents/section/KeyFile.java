package io.coppice.documents.section;

import io.coppice.documents.line.Notes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of keys such as {@code datacenter.cfg}: {@code key: value} on each line, sorted when written, and a description
 * kept as comments above them.
 *
 * @param description the text of the comments, when there are any
 */
public record KeyFile(Map<String, String> values, Optional<String> description) {
    private static final Pattern LINE = Pattern.compile("\\s*(\\S+?):\\s*(.+?)\\s*");
    private static final String DESCRIPTION = "description";

    public KeyFile {
        values = java.util.Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** What a file holds, and one text for each line that was passed over. */
    public record Parsed(KeyFile file, List<String> warnings) {}

    public static Parsed parse(String text) {
        Map<String, String> values = new TreeMap<>();
        List<String> warnings = new ArrayList<>();
        Notes.Builder notes = new Notes.Builder();
        for (String line : text.split("\n", -1)) {
            Matcher m = LINE.matcher(line);
            if (line.isBlank()) {
                continue;
            }
            if (line.stripLeading().startsWith("#")) {
                notes.line(line.stripLeading().substring(1));
            } else if (!m.matches()) {
                warnings.add("ignore config line: " + line);
            } else if (m.group(1).equals(DESCRIPTION)) {
                notes.line(m.group(2));
            } else if (values.putIfAbsent(m.group(1), m.group(2)) != null) {
                warnings.add("duplicate key '" + m.group(1) + "'");
            }
        }
        return new Parsed(new KeyFile(values, notes.text()), List.copyOf(warnings));
    }

    public String text() {
        StringBuilder out = new StringBuilder();
        description.ifPresent(d -> out.append(Notes.comments(d)));
        values.forEach(
                (key, value) -> out.append(key).append(": ").append(value).append('\n'));
        return out.toString();
    }
}
