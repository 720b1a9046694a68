package io.coppice.conformance.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.contract.schema.PropertyFormat;
import io.coppice.contract.schema.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a parameter may be: each side as words by property, so that differences read as {@code minimum: 1, ours 0}. */
final class Shapes {
    private final JsonNode formats;

    /** @param formats the contract's property strings; missing where they are not there */
    Shapes(JsonNode formats) {
        this.formats = formats;
    }

    List<String> differences(String name, JsonNode theirs, Schema ours) {
        List<String> all = new ArrayList<>(compare(name, ofContract(theirs), ofOurs(ours)));
        JsonNode keys = keys(theirs);
        Optional<PropertyFormat> format = ours.propertyFormat();
        if (!keys.isMissingNode() && format.isPresent()) {
            all.addAll(keyDifferences(name, keys, format.get().keys()));
        } else if (!keys.isMissingNode()) {
            all.add(name + ": its property string is not declared");
        }
        return all;
    }

    private List<String> keyDifferences(String name, JsonNode theirs, Map<String, Schema> ours) {
        List<String> all = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(ours.keySet());
        theirs.fieldNames().forEachRemaining(names::add);
        for (String key : names) {
            Schema own = ours.get(key);
            if (own == null) {
                all.add(name + "." + key + ": missing");
            } else if (!theirs.has(key)) {
                all.add(name + "." + key + ": not in the contract");
            } else {
                all.addAll(compare(name + "." + key, ofContract(theirs.get(key)), ofOurs(own)));
            }
        }
        return all;
    }

    /** The keys of an inline property string, where the parameter is one. */
    private JsonNode keys(JsonNode parameter) {
        JsonNode ref = parameter.path("format").path("$ref");
        return formats.path("inlineFormats").path(ref.asText()).path("keys");
    }

    private static List<String> compare(String name, Map<String, String> theirs, Map<String, String> ours) {
        List<String> all = new ArrayList<>();
        TreeSet<String> properties = new TreeSet<>(theirs.keySet());
        properties.addAll(ours.keySet());
        for (String p : properties) {
            String t = theirs.getOrDefault(p, "none");
            String o = ours.getOrDefault(p, "none");
            if (!t.equals(o)) {
                all.add(name + " " + p + ": " + t + ", ours " + o);
            }
        }
        return all;
    }

    private static Map<String, String> ofContract(JsonNode p) {
        Map<String, String> words = new TreeMap<>();
        String type = p.path("type").asText("string");
        words.put("type", type);
        words.put("optional", truth(p.path("optional")) ? "1" : "0");
        JsonNode format = p.path("format");
        put(words, "format", format.isObject() ? format.path("$ref").asText() : format.asText(null));
        put(words, "minimum", number(p.path("minimum")));
        put(words, "maximum", number(p.path("maximum")));
        put(words, "minLength", number(p.path("minLength")));
        put(words, "maxLength", number(p.path("maxLength")));
        put(words, "pattern", p.path("pattern").asText(null));
        put(words, "requires", p.path("requires").asText(null));
        put(words, "alias", p.path("alias").asText(null));
        put(words, "keyAlias", p.path("keyAlias").asText(null));
        if (truth(p.path("default_key"))) {
            words.put("default_key", "1");
        }
        if (p.has("enum")) {
            List<String> values = new ArrayList<>();
            p.path("enum").forEach(v -> values.add(v.asText()));
            words.put("enum", values.stream().sorted().toList().toString());
        }
        put(words, "default", unset(type, p.path("default").asText(null)));
        return words;
    }

    private static Map<String, String> ofOurs(Schema s) {
        Map<String, String> words = new TreeMap<>();
        String type = s.kind().name().toLowerCase(Locale.ROOT);
        words.put("type", type);
        words.put("optional", s.isOptional() ? "1" : "0");
        s.format().ifPresent(f -> words.put("format", f));
        s.min().ifPresent(n -> words.put("minimum", plain(n)));
        s.max().ifPresent(n -> words.put("maximum", plain(n)));
        s.minLength().ifPresent(n -> words.put("minLength", n.toString()));
        s.maxLength().ifPresent(n -> words.put("maxLength", n.toString()));
        s.pattern().ifPresent(x -> words.put("pattern", x));
        s.requires().ifPresent(x -> words.put("requires", x));
        s.alias().ifPresent(x -> words.put("alias", x));
        s.keyAlias().ifPresent(x -> words.put("keyAlias", x));
        if (s.isDefaultKey()) {
            words.put("default_key", "1");
        }
        if (!s.values().isEmpty()) {
            words.put("enum", s.values().stream().sorted().toList().toString());
        }
        s.unset().ifPresent(u -> put(words, "default", unset(type, u)));
        return words;
    }

    /** Truth is written in many ways; numbers with or without a fraction. */
    private static @Nullable String unset(String type, @Nullable String text) {
        if (text == null) {
            return null;
        }
        if (type.equals("boolean")) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "1", "yes", "on", "true" -> "1";
                case "0", "no", "off", "false", "" -> "0";
                default -> text;
            };
        }
        return text.matches("-?\\d+(\\.\\d+)?") ? plain(new BigDecimal(text)) : text;
    }

    private static boolean truth(JsonNode node) {
        return node.asText().equals("1") || node.asText().equals("true");
    }

    private static @Nullable String number(JsonNode node) {
        return node.isMissingNode() ? null : plain(new BigDecimal(node.asText()));
    }

    private static String plain(BigDecimal n) {
        return n.stripTrailingZeros().toPlainString();
    }

    private static void put(Map<String, String> words, String name, @Nullable String value) {
        if (value != null) {
            words.put(name, value);
        }
    }
}
