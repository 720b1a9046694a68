package io.coppice.documents.section;

import io.coppice.contract.word.Malformed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A file of sections such as {@code storage.cfg}. In each, a property stands on its own line, indented by a tab; one
 * without a value is a switch that is on ({@code disable}). An empty line ends a section, {@code #} begins a comment.
 */
public final class SectionFile {
    private static final Pattern HEADER = Pattern.compile("(\\S+):\\s*(\\S+)\\s*");
    private static final Pattern PROPERTY = Pattern.compile("\\s+(\\S+)(?:\\s+(.*\\S))?\\s*");
    private static final Pattern COMMENT = Pattern.compile("\\s*#.*");

    private SectionFile() {}

    /**
     * A section.
     *
     * @param type what its header begins with
     * @param id unique in the file
     * @param properties in the order in which they stand; a switch has the value 1
     */
    public record Section(String type, String id, Map<String, String> properties) {
        public Section {
            if (!type.matches("[^\\s:]+") || !id.matches("\\S+")) {
                throw new Malformed("a section is named 'type: id', not '" + type + ": " + id + "'");
            }
            properties = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(properties));
            properties.forEach((key, value) -> {
                if (!key.matches("[^\\s#]\\S*") || value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
                    throw new Malformed("property '" + key + "' of section '" + id + "' does not fit on a line");
                }
            });
        }

        public Optional<String> property(String name) {
            return Optional.ofNullable(properties.get(name));
        }

        /** The same section with this property set; at its old place, or at the end. */
        public Section with(String name, String value) {
            Map<String, String> copy = new LinkedHashMap<>(properties);
            copy.put(name, value);
            return new Section(type, id, copy);
        }

        public Section without(String name) {
            Map<String, String> copy = new LinkedHashMap<>(properties);
            copy.remove(name);
            return new Section(type, id, copy);
        }

        /** Its literal lines, the last one ended. */
        public String text() {
            StringBuilder out = new StringBuilder(type).append(": ").append(id).append('\n');
            properties.forEach((key, value) -> out.append('\t')
                    .append(key)
                    .append(value.isEmpty() ? "" : " " + value)
                    .append('\n'));
            return out.toString();
        }
    }

    /** What a file holds, and one text for each line that was passed over. */
    public record Parsed(List<Section> sections, List<String> warnings) {}

    /** @param name of the file, for warnings */
    public static Parsed parse(String name, String text) {
        Map<String, Section> sections = new LinkedHashMap<>();
        List<String> warnings = new ArrayList<>();
        Header open = null;
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String where = "file " + name + " line " + number;
            if (COMMENT.matcher(line).matches()) {
                continue;
            }
            if (line.isEmpty()) {
                close(open, sections);
                open = null;
            } else if (open != null) {
                property(open, line, where, warnings);
            } else {
                Matcher m = HEADER.matcher(line);
                if (m.matches()) {
                    open = new Header(m.group(1), m.group(2), new LinkedHashMap<>());
                    if (sections.containsKey(open.id())) {
                        warnings.add(where + " - duplicate section '" + open.id() + "'");
                    }
                } else {
                    warnings.add(where + " - ignore config line: " + line);
                }
            }
        }
        close(open, sections);
        return new Parsed(List.copyOf(sections.values()), List.copyOf(warnings));
    }

    /**
     * The one section of a text.
     *
     * @throws Malformed if it is not exactly one, whole section
     */
    public static Section section(String text) {
        Parsed parsed = parse("section", text);
        if (parsed.sections().size() != 1 || !parsed.warnings().isEmpty()) {
            throw new Malformed("not one section: " + String.join("; ", parsed.warnings()));
        }
        return parsed.sections().getFirst();
    }

    /** The file: its sections with an empty line between them. */
    public static String print(List<Section> sections) {
        return sections.stream().map(Section::text).collect(Collectors.joining("\n"));
    }

    private record Header(String type, String id, Map<String, String> properties) {}

    private static void close(@Nullable Header open, Map<String, Section> sections) {
        if (open != null) {
            sections.put(open.id(), new Section(open.type(), open.id(), open.properties()));
        }
    }

    private static void property(Header open, String line, String where, List<String> warnings) {
        Matcher m = PROPERTY.matcher(line);
        if (!m.matches()) {
            warnings.add(where + " (section '" + open.id() + "') - ignore config line: " + line);
        } else if (open.properties().containsKey(m.group(1))) {
            warnings.add(where + " (section '" + open.id() + "') - unable to parse value of '" + m.group(1)
                    + "': duplicate attribute");
        } else {
            String value = m.group(2);
            open.properties().put(m.group(1), value == null ? "1" : value);
        }
    }
}
