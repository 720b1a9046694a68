package io.coppice.contract.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The scalar formats by name. {@code X-list} is any number of X separated by commas, semicolons, blanks or NUL;
 * {@code X-opt} is X or nothing. A name that is not known takes every text: property strings bring their own format.
 */
public final class Formats {
    private static final Map<String, ScalarFormat> ALL = all();

    private Formats() {}

    private static Map<String, ScalarFormat> all() {
        Map<String, ScalarFormat> all = new TreeMap<>();
        all.putAll(NameFormats.all());
        all.putAll(NetworkFormats.all());
        all.putAll(StorageFormats.all());
        all.putAll(AccessFormats.all());
        all.putAll(GuestFormats.all());
        all.putAll(FirewallFormats.all());
        return Map.copyOf(all);
    }

    /** Whether it is a scalar format, or a property string that is declared beside them. */
    public static boolean knows(String name) {
        return ALL.containsKey(name)
                || ALL.containsKey(base(name))
                || NamedFormats.named(name).isPresent();
    }

    /** The keys of a property string that several areas name, such as {@code prune-backups}. */
    public static Optional<PropertyFormat> propertyString(String name) {
        return NamedFormats.named(name);
    }

    /** What is wrong with the text, in the API's words; empty when it fits. */
    public static Optional<String> complaint(String name, String text) {
        ScalarFormat exact = ALL.get(name);
        if (exact != null) {
            return exact.complaint(text);
        }
        ScalarFormat format = ALL.get(base(name));
        if (format == null) {
            return Optional.empty();
        }
        if (name.endsWith("-opt")) {
            return text.isEmpty() || text.equals("0") ? Optional.empty() : format.complaint(text);
        }
        return split(text).stream()
                .flatMap(part -> format.complaint(part).stream())
                .findFirst();
    }

    /** The parts of a {@code -list}. With a NUL in it only NULs separate. */
    public static List<String> split(String text) {
        String separators = text.indexOf('\0') >= 0 ? "\\x00" : "[,;\\s]+";
        List<String> parts = Arrays.asList(text.strip().split(separators));
        int first = !parts.isEmpty() && parts.getFirst().isEmpty() ? 1 : 0;
        return List.copyOf(parts.subList(first, parts.size()));
    }

    private static String base(String name) {
        if (name.endsWith("-list")) {
            return name.substring(0, name.length() - 5);
        }
        return name.endsWith("-opt") ? name.substring(0, name.length() - 4) : name;
    }
}
