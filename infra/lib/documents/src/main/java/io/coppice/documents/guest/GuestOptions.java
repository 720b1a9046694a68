package io.coppice.documents.guest;

import io.coppice.contract.schema.Formats;
import io.coppice.contract.schema.PropertyStrings;
import io.coppice.contract.schema.Schema;
import io.coppice.contract.word.Malformed;
import java.util.Map;
import java.util.Optional;

/**
 * What the options in each section may be. A value in a file is checked more loosely than one in a request: its type and
 * format, but no limits, so that a file of another version can be read.
 */
record GuestOptions(Map<String, Schema> options, Map<String, Optional<Map<String, Schema>>> special) {
    /** The marker in a list of options that says that lines for liblxc may stand beside them. */
    private static final String RAW = "lxc";

    boolean takesRaw() {
        return options.containsKey(RAW);
    }

    /** The cloud-init section only tells what the guest was last given, so that nothing in it is checked. */
    static GuestOptions of(Map<String, Schema> options) {
        return new GuestOptions(
                options,
                Map.of(
                        "cloudinit", Optional.empty(),
                        "fleecing",
                                Optional.of(Map.of(
                                        "fleecing-images", Schema.string().format("pve-volume-id-list")))));
    }

    /** @throws Malformed in the words that follow {@code unable to parse value of 'x' -} */
    static String checked(String name, String value, Map<String, Schema> options) {
        Schema schema = options.get(name);
        if (schema == null) {
            throw new Malformed("unknown setting '" + name + "'");
        }
        return switch (schema.kind()) {
            case BOOLEAN -> truth(value);
            case INTEGER -> number("integer", "\\d+", value).replaceFirst("^0+(?=\\d)", "");
            case NUMBER -> number("number", "\\d+(\\.\\d+)?", value);
            default -> text(schema, value);
        };
    }

    private static String truth(String value) {
        return switch (value.toLowerCase(java.util.Locale.ROOT)) {
            case "1", "on", "yes", "true" -> "1";
            case "0", "off", "no", "false" -> "0";
            default -> throw new Malformed("type check ('boolean') failed - got '" + value + "'");
        };
    }

    private static String number(String type, String shape, String value) {
        if (!value.matches(shape)) {
            throw new Malformed("type check ('" + type + "') failed - got '" + value + "'");
        }
        return value;
    }

    private static String text(Schema schema, String value) {
        if (schema.propertyFormat().isPresent()) {
            try {
                PropertyStrings.parse(schema.propertyFormat().get(), value);
            } catch (PropertyStrings.Unfit e) {
                throw new Malformed(String.valueOf(e.getMessage()).stripTrailing());
            }
            return value;
        }
        if (schema.format().isPresent()) {
            Formats.complaint(schema.format().get(), value).ifPresent(c -> {
                throw new Malformed(c);
            });
            return value;
        }
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
