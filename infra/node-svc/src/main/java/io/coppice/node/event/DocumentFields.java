package io.coppice.node.event;

import io.coppice.contract.event.ConfigEvents;
import io.coppice.store.Document;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What changed within a document, field by field; of what is secret it says only that it changed. */
final class DocumentFields {
    private static final String CUT = "(cut)";
    private static final int LONGEST_VALUE = 4 * 1024;
    private static final int LONGEST = 40 * 1024;
    private static final Pattern SECTION = Pattern.compile("\\[([^]]+)]");
    private static final Pattern FIELD = Pattern.compile("([A-Za-z][\\w.-]*):?[ \\t]+(.*)");
    private static final Pattern SECRET =
            Pattern.compile("password|passwd|secret|token|credential|private|keyring|^key$");

    /** Of these documents not even the names of fields are told. */
    private static final Pattern SECRET_DOCUMENT =
            Pattern.compile("priv/.*|token\\.cfg:.*|pve-www\\.key|.*\\.pem(\\.old)?");

    private DocumentFields() {}

    static Map<String, ConfigEvents.Field> changed(String path, Optional<Document> before, Optional<Document> after) {
        Map<String, ConfigEvents.Field> changed = new TreeMap<>();
        if (SECRET_DOCUMENT.matcher(path).matches()) {
            return changed;
        }
        Map<String, String> old = before.map(d -> fields(d.text())).orElse(Map.of());
        Map<String, String> now = after.map(d -> fields(d.text())).orElse(Map.of());
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            Optional<String> was = Optional.ofNullable(old.get(name));
            Optional<String> is = Optional.ofNullable(now.get(name));
            if (!was.equals(is)) {
                ConfigEvents.Field field = new ConfigEvents.Field(
                        was.map(v -> shown(name, v, size(changed))), is.map(v -> shown(name, v, size(changed))));
                changed.put(name, field);
            }
        }
        return changed;
    }

    private static int size(Map<String, ConfigEvents.Field> fields) {
        return fields.values().stream()
                .mapToInt(f -> f.old().orElse("").length() + f.now().orElse("").length())
                .sum();
    }

    private static String shown(String name, String value, int sofar) {
        boolean secret = SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
        return secret || value.length() > LONGEST_VALUE || sofar + value.length() > LONGEST / 2 ? CUT : value;
    }

    /** {@code key: value}, {@code key value}, and what is neither as a line of its own. */
    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new TreeMap<>();
        String section = "";
        for (String line : text.split("\n")) {
            String plain = line.strip();
            Matcher begins = SECTION.matcher(plain);
            Matcher field = FIELD.matcher(plain);
            if (plain.isEmpty()) {
                continue;
            }
            if (begins.matches()) {
                section = begins.group(1) + "/";
            } else if (plain.startsWith("#")) {
                fields.merge(section + "description", plain.substring(1), (a, b) -> a + "\n" + b);
            } else if (field.matches()) {
                fields.put(section + field.group(1), field.group(2));
            } else {
                fields.merge(section + "entry", withoutKeys(plain), (a, b) -> a + "\n" + b);
            }
        }
        return fields;
    }

    /** A user's last field may hold what a second factor is made from. */
    private static String withoutKeys(String entry) {
        String[] parts = entry.split(":", -1);
        if (entry.startsWith("user:") && parts.length > 8 && !parts[8].isEmpty()) {
            parts[8] = CUT;
        }
        return String.join(":", parts);
    }
}
