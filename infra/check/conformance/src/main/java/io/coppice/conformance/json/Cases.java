package io.coppice.conformance.json;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file of cases. */
public final class Cases {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private Cases() {}

    /** Empty where the file is not there. */
    public static Optional<JsonNode> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text or number as text; empty where there is none. */
    public static Optional<String> text(@Nullable JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(node.isNumber() ? node.decimalValue().toPlainString() : node.asText());
    }

    public static boolean truth(@Nullable JsonNode node) {
        return text(node)
                .filter(t -> !t.isEmpty() && !t.equals("0") && !t.equals("false"))
                .isPresent();
    }

    /** Texts, {@code Long}s, {@code BigDecimal}s, lists, maps, null. */
    public static @Nullable Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.properties().forEach(e -> map.put(e.getKey(), plain(e.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach(e -> list.add(plain(e)));
            return list;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNull()
                ? null
                : node.isIntegralNumber() ? node.longValue() : node.isNumber() ? node.decimalValue() : node.asText();
    }

    /** Values as the suites compare them: 1, "1" and true are alike, absent is null, keys are in any order. */
    public static @Nullable Object loose(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case JsonNode n -> loose(plain(n));
            case Optional<?> o -> loose(o.orElse(null));
            case Map<?, ?> m -> {
                Map<String, Object> map = new TreeMap<>();
                m.forEach((k, v) -> {
                    Object inner = loose(v);
                    if (inner != null) {
                        map.put(String.valueOf(k), inner);
                    }
                });
                yield map;
            }
            case List<?> l -> l.stream().map(Cases::loose).toList();
            case Boolean b -> b ? "1" : "0";
            case BigDecimal n -> n.stripTrailingZeros().toPlainString();
            default -> value.toString();
        };
    }

    /** What differs; of long texts the first line that does. */
    public static Optional<String> difference(@Nullable Object expected, @Nullable Object found) {
        Object want = loose(expected);
        Object have = loose(found);
        if (Objects.equals(want, have)) {
            return Optional.empty();
        }
        if (want instanceof String a && have instanceof String b && a.contains("\n") && b.contains("\n")) {
            String[] wanted = a.split("\n", -1);
            String[] had = b.split("\n", -1);
            int line = Arrays.mismatch(wanted, had);
            return Optional.of(
                    "line " + (line + 1) + ": expected '" + at(wanted, line) + "' but got '" + at(had, line) + "'");
        }
        return Optional.of("expected " + want + " but got " + have);
    }

    private static String at(String[] lines, int line) {
        return line < lines.length ? lines[line] : "(end)";
    }

    /** A Perl pattern as it is printed, {@code (?^i:…)}. */
    public static Pattern perl(String printed) {
        String java = printed.replaceAll("\\(\\?\\^:", "(?-imsx:").replaceAll("\\(\\?\\^([a-z]+):", "(?$1:");
        return Pattern.compile(java);
    }
}
