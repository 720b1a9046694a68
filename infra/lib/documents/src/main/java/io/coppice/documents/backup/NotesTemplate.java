package io.coppice.documents.backup;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Notes with names in double braces, {@code {{guestname}}}; {@code \n} is a new line there and {@code \\} a backslash. */
public final class NotesTemplate {
    private static final Pattern PART = Pattern.compile("\\{\\{([^{}]*)}}|\\\\(.?)", Pattern.DOTALL);

    private NotesTemplate() {}

    /** What is wrong with a template; empty where nothing is. */
    public static Optional<String> complaint(String template, Map<String, String> values) {
        Matcher m = PART.matcher(template);
        while (m.find()) {
            if (m.group(1) != null && !values.containsKey(m.group(1))) {
                return Optional.of("unknown variable '" + m.group(1) + "'; there are "
                        + String.join(", ", values.keySet().stream().sorted().toList()));
            }
            if (m.group(1) == null && !m.group(2).equals("n") && !m.group(2).equals("\\")) {
                return Optional.of("invalid escape sequence '\\" + m.group(2) + "'; there are \\n and \\\\");
            }
        }
        return Optional.empty();
    }

    /** @throws IllegalArgumentException where there is a complaint */
    public static String fill(String template, Map<String, String> values) {
        complaint(template, values).ifPresent(c -> {
            throw new IllegalArgumentException(c);
        });
        return PART.matcher(template)
                .replaceAll(m -> Matcher.quoteReplacement(
                        m.group(1) != null
                                ? values.getOrDefault(m.group(1), "")
                                : m.group(2).equals("n") ? "\n" : "\\"));
    }
}
