package io.coppice.standalone.imports;

import io.coppice.contract.schema.Formats;
import io.coppice.contract.schema.Schema;
import io.coppice.contract.schema.Validator;
import io.coppice.documents.section.SectionFile;
import io.coppice.documents.section.SectionFile.Section;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of sections of the original, with the line of each of its properties. */
final class ListFile {
    private static final Pattern HEADER = Pattern.compile("\\S+:\\s*(\\S+)\\s*");
    private static final Pattern PROPERTY = Pattern.compile("\\s+(\\S+).*");
    private static final Pattern WARNING = Pattern.compile("file \\S+ line (\\d+)(?: -)? (.*)", Pattern.DOTALL);

    private final String name;
    private final Gathered into;
    private final List<Section> sections;
    private final Map<String, Integer> lines = new HashMap<>();

    private ListFile(String name, String text, Gathered into) {
        this.name = name;
        this.into = into;
        SectionFile.Parsed parsed = SectionFile.parse(name, text);
        this.sections = parsed.sections();
        for (String warning : parsed.warnings()) {
            Matcher m = WARNING.matcher(warning);
            boolean placed = m.matches();
            into.remark(
                    name, placed ? Integer.parseInt(m.group(1)) : 0, (placed ? m.group(2) : warning) + "; left out");
        }
        number(text);
    }

    static ListFile of(String name, String text, Gathered into) {
        return new ListFile(name, text, into);
    }

    static ListFile read(Original original, String name, Gathered into) {
        return new ListFile(name, original.text(name).orElse(""), into);
    }

    private void number(String text) {
        String id = "";
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            Matcher header = HEADER.matcher(line);
            Matcher property = PROPERTY.matcher(line);
            if (header.matches()) {
                id = header.group(1);
                lines.put(id, number);
            } else if (property.matches()) {
                lines.putIfAbsent(id + " " + property.group(1), number);
            }
        }
    }

    List<Section> sections() {
        return sections;
    }

    /** Of a section's first line. */
    void remark(Section section, String text) {
        into.remark(name, lines.getOrDefault(section.id(), 0), text);
    }

    void remark(Section section, String property, String text) {
        into.remark(name, lines.getOrDefault(section.id() + " " + property, 0), text);
    }

    /** The section without what is not among these properties, or is no value of theirs; each is remarked upon. */
    Section fitted(Section section, Set<String> allowed, Map<String, Schema> schemas) {
        Section fitted = section;
        Map<String, Schema> known = new LinkedHashMap<>();
        Map<String, Object> given = new LinkedHashMap<>();
        for (Map.Entry<String, String> p : section.properties().entrySet()) {
            String property = p.getKey();
            Schema schema = schemas.get(property);
            if (allowed.contains(property) && schema != null) {
                known.put(property, schema.optional());
                given.put(property, schema.kind() == Schema.Kind.ARRAY ? Formats.split(p.getValue()) : p.getValue());
            } else {
                remark(section, property, "unknown property '" + property + "' of '" + section.id() + "'; left out");
                fitted = fitted.without(property);
            }
        }
        for (Map.Entry<String, String> error :
                Validator.check(Schema.object(known), given).errors().entrySet()) {
            String property = error.getKey().split("[.\\[]", 2)[0];
            remark(
                    section,
                    property,
                    "'" + property + "' of '" + section.id() + "': " + error.getValue() + "; left out");
            fitted = fitted.without(property);
        }
        return fitted;
    }
}
