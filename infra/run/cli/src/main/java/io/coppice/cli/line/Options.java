package io.coppice.cli.line;

import io.coppice.cli.door.Where;
import io.coppice.cli.show.Look;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Words as parameters, by the endpoint's own schemas: {@code --name value}, {@code --name=value}, one dash or two; a truth
 * may stand without a value; what may be given several times is a list.
 */
public final class Options {
    /** Options of every verb that are about how the answer looks. */
    static final List<String> LOOKS =
            List.of("output-format", "noborder", "noheader", "human-readable", "quiet", "verbose");

    private static final Set<String> TRUTHS = Set.of("0", "1", "yes", "no", "on", "off", "true", "false");

    private final Map<String, Schema> schemas;
    private final Set<String> secrets = new HashSet<>();
    private final List<String> positional;
    private final String rest;

    /**
     * What was said.
     *
     * @param given by parameter, texts and lists of texts
     * @param where options that are about which API is meant
     * @param toAsk secrets whose values are to be asked for
     */
    public record Said(
            Map<String, Object> given, Map<String, String> where, Look look, boolean verbose, List<String> toAsk) {}

    /**
     * @param positional the parameters that words fill
     * @param rest takes all further words; empty where there must be none
     * @param hidden parameters that no option gives
     */
    public Options(Endpoint<?, ?> endpoint, List<String> positional, String rest, Set<String> hidden) {
        this.schemas = new LinkedHashMap<>(endpoint.input().object().properties());
        hidden.forEach(schemas::remove);
        for (Parameter p : endpoint.parameters()) {
            if (p.secret()) {
                secrets.add(p.name());
            }
        }
        this.positional = positional;
        this.rest = rest;
    }

    /** @throws Wrong for what is no option, or lacks its value */
    public Said read(List<String> words) {
        Reading reading = new Reading();
        List<String> plain = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                plain.addAll(words.subList(i + 1, words.size()));
                break;
            }
            if (word.length() > 1 && word.startsWith("-") && !word.matches("-\\d+(\\.\\d+)?")) {
                i += reading.option(word, i + 1 < words.size() ? words.get(i + 1) : null);
            } else {
                plain.add(word);
            }
        }
        place(plain, reading.given);
        return new Said(reading.given, reading.where, reading.look, reading.verbose, reading.toAsk);
    }

    private void place(List<String> plain, Map<String, Object> given) {
        int filled = Math.min(plain.size(), positional.size());
        for (int i = 0; i < filled; i++) {
            given.put(positional.get(i), plain.get(i));
        }
        for (String missing : positional.subList(filled, positional.size())) {
            Schema schema = schemas.get(missing);
            if (!given.containsKey(missing) && (schema == null || !schema.isOptional())) {
                throw new Wrong("<" + missing + "> is missing");
            }
        }
        if (plain.size() > filled) {
            if (rest.isEmpty()) {
                throw new Wrong("what is '" + plain.get(filled) + "'? there are too many words");
            }
            given.put(rest, List.copyOf(plain.subList(filled, plain.size())));
        }
    }

    /** One pass over the words. */
    private final class Reading {
        final Map<String, Object> given = new LinkedHashMap<>();
        final Map<String, String> where = new LinkedHashMap<>();
        final List<String> toAsk = new ArrayList<>();
        Look look = Look.PLAIN;
        boolean verbose;

        /** @return how many words it took behind its own */
        int option(String word, @Nullable String next) {
            String text = word.substring(word.startsWith("--") ? 2 : 1);
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            @Nullable String value = equals < 0 ? null : text.substring(equals + 1);
            Schema schema = schemas.get(name);
            boolean truth = schema == null ? LOOKS.contains(name) && !name.equals("output-format") : isTruth(schema);
            boolean taken = false;
            if (value == null && truth) {
                taken = next != null && TRUTHS.contains(next);
                value = taken ? next : "1";
            } else if (value == null && secrets.contains(name) && (next == null || next.startsWith("-"))) {
                toAsk.add(name);
                return 0;
            } else if (value == null) {
                if (next == null) {
                    throw new Wrong("--" + name + " needs a value");
                }
                value = next;
                taken = true;
            }
            put(name, schema, String.valueOf(value));
            return taken ? 1 : 0;
        }

        private void put(String name, @Nullable Schema schema, String value) {
            if (schema != null) {
                if (given.get(name) instanceof List<?> before) {
                    List<Object> more = new ArrayList<>(before);
                    more.add(value);
                    given.put(name, more);
                } else {
                    given.put(name, isList(schema) ? List.of(value) : value);
                }
            } else if (LOOKS.contains(name)) {
                look(name, value);
            } else if (Where.OPTIONS.contains(name)) {
                where.put(name, value);
            } else {
                throw new Wrong("there is no option --" + name);
            }
        }

        private void look(String name, String value) {
            boolean yes = Set.of("1", "yes", "on", "true").contains(value);
            switch (name) {
                case "output-format" -> look = look.with(form(value));
                case "noborder" -> look = yes ? look.withoutBorder() : look;
                case "noheader" -> look = yes ? look.withoutHeader() : look;
                case "human-readable" -> look = look.withUnits(yes);
                case "quiet" -> look = yes ? look.silent() : look;
                default -> verbose = yes;
            }
        }
    }

    private static Look.Form form(String text) {
        for (Look.Form form : Look.Form.values()) {
            if (form.text().equals(text)) {
                return form;
            }
        }
        throw new Wrong("--output-format is text, json, json-pretty or yaml, not '" + text + "'");
    }

    /** The options by name, for help and completion. */
    public Map<String, Schema> byName() {
        Map<String, Schema> all = new TreeMap<>(schemas);
        positional.forEach(all::remove);
        return all;
    }

    static boolean isTruth(Schema schema) {
        return schema.kind() == Schema.Kind.BOOLEAN;
    }

    private static boolean isList(Schema schema) {
        return schema.kind() == Schema.Kind.ARRAY
                || schema.format().filter(f -> f.endsWith("-list")).isPresent();
    }
}
