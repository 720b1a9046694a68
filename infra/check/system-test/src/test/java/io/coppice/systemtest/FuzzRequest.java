package io.coppice.systemtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.endpoint.Verb;
import io.coppice.contract.schema.Schema;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request that must not do anything: plausible, but for one thing that is certainly wrong; or with extreme values for
 * objects that are not there.
 */
record FuzzRequest(String line, String headers, String body, boolean certainlyWrong) {
    /** What no answer may show. */
    static final Pattern UNSPEAKABLE = Pattern.compile("internal error|could not be read|Exception|\\tat |java\\.|"
            // the type of an event is no class
            + "io\\.coppice(?!(\\.[a-z-]+)+\\.v\\d)|\\bnull\\b(?!,\"|})");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LONG = "ä€😀'\";-- ".repeat(400);
    private static final List<Object> EXTREME = List.of(
            "",
            " ",
            LONG,
            "x".repeat(20_000),
            "../../etc/passwd",
            "/etc/passwd",
            "a,b;c d",
            "%s%n%x",
            "$(id)`id`",
            "line\nline\r\nx: y",
            "-1",
            "0",
            "99999999999999999999999999",
            "2147483648",
            "999999999999999999",
            "000000000000000000000000000000000000000007",
            "-9223372036854775809",
            "1e400",
            "NaN",
            "0x10",
            "١٢٣",
            "=,=,=",
            "a=b,c=d",
            "file=",
            "local:../x",
            "local:0",
            "none,media=cdrom");
    private static final List<Object> STRANGE = List.of(
            Map.of("a", 1),
            List.of(List.of("x")),
            List.of(),
            1.5e300,
            Long.MIN_VALUE,
            true,
            List.of(1, Map.of()),
            new BigDecimal("1e999999999"),
            new BigDecimal("-7e-99999999"),
            99999999999L,
            "\ud800",
            "a\u0000b",
            "\u0001",
            "\u202e");

    /** @param extreme for what is not there, and maybe without anything that the schema refuses */
    static FuzzRequest of(Endpoint<?, ?> e, Random random, boolean extreme) {
        return of(e, random, extreme, !extreme, !extreme || creates(e));
    }

    /** Extreme values for what is there: whether it is refused is not known. */
    static FuzzRequest messy(Endpoint<?, ?> e, Random random) {
        return of(e, random, true, true, false);
    }

    private static FuzzRequest of(Endpoint<?, ?> e, Random random, boolean extreme, boolean there, boolean certain) {
        Map<String, Object> given = new LinkedHashMap<>();
        String path = e.path().text();
        for (Parameter p : e.parameters()) {
            if (p.inPath()) {
                path = path.replace("{" + p.name() + "}", encode(inPath(p.name(), !there)));
            } else if (!p.name().contains("[n]")) {
                fill(p, random, extreme, given);
            }
        }
        if (certain) {
            spoil(e, random, given);
        }
        boolean query = e.verb() == Verb.GET || e.verb() == Verb.DELETE;
        boolean json = !query && random.nextBoolean();
        String form = form(given);
        return new FuzzRequest(
                e.verb() + " /api2/json" + path + (query && !form.isEmpty() ? "?" + cut(form) : ""),
                json ? "Content-Type: application/json\r\n" : "",
                query ? "" : json ? json(given) : form,
                certain);
    }

    private static void fill(Parameter p, Random random, boolean extreme, Map<String, Object> given) {
        boolean needed = !p.schema().isOptional();
        if (extreme && random.nextInt(3) == 0) {
            given.put(p.name(), pick(random, random.nextInt(4) == 0 ? STRANGE : EXTREME));
        } else if (needed || random.nextInt(8) == 0) {
            given.put(p.name(), plausible(p));
        }
    }

    /** What would make something out of nothing if it were let through. */
    private static boolean creates(Endpoint<?, ?> e) {
        String path = e.path().text();
        return e.verb() == Verb.POST && !path.contains("/status/") && !path.contains("{vmid}")
                || e.verb() == Verb.PUT && (path.equals("/access/acl") || path.equals("/access/password"))
                // the node's network is always there
                || e.verb() != Verb.GET && path.equals("/nodes/{node}/network");
    }

    private static void spoil(Endpoint<?, ?> e, Random random, Map<String, Object> given) {
        List<Parameter> needed = e.parameters().stream()
                .filter(p -> !p.inPath() && !p.schema().isOptional())
                .toList();
        List<Parameter> typed = e.parameters().stream()
                .filter(p -> !p.inPath()
                        && wrong(p.schema(), random) != null
                        && !p.name().contains("[n]"))
                .toList();
        switch (random.nextInt(3)) {
            case 0 -> {
                if (!needed.isEmpty()) {
                    given.remove(needed.get(random.nextInt(needed.size())).name());
                    return;
                }
            }
            case 1 -> {
                if (!typed.isEmpty()) {
                    Parameter p = typed.get(random.nextInt(typed.size()));
                    Object bad = wrong(p.schema(), random);
                    if (bad != null) {
                        given.put(p.name(), bad);
                        return;
                    }
                }
            }
            default -> {}
        }
        given.put("surplus-" + random.nextInt(100), pick(random, EXTREME));
    }

    /** Certainly outside a schema, or null where nothing certainly is. */
    private static @Nullable Object wrong(Schema s, Random random) {
        if (!s.values().isEmpty()) {
            return "none-of-them";
        }
        return switch (s.kind()) {
            case INTEGER, NUMBER ->
                s.min().isPresent() && random.nextBoolean()
                        ? s.min().get().subtract(BigDecimal.ONE).toPlainString()
                        : pick(random, List.of("x", "1.5.2", "--1", "1 2", "one", "0x1f"));
            case BOOLEAN -> pick(random, List.of("maybe", "2", "tru", "-1", "yesno"));
            case STRING -> s.maxLength().isPresent() ? "y".repeat(s.maxLength().get() + 1) : null;
            default -> null;
        };
    }

    private static Object plausible(Parameter p) {
        Schema s = p.schema();
        if (!s.values().isEmpty()) {
            return s.values().getFirst();
        }
        return switch (p.name()) {
            case "vmid", "newid" -> 999_999;
            case "userid" -> "ghost@pve";
            case "path" -> "/vms/999999";
            case "roles" -> "PVEAuditor";
            case "content" -> "iso";
            case "size" -> "1G";
            default ->
                switch (s.kind()) {
                    case INTEGER, NUMBER ->
                        s.min().map(BigDecimal::toPlainString).orElse("1");
                    case BOOLEAN -> "1";
                    default -> "something";
                };
        };
    }

    private static String inPath(String name, boolean extreme) {
        return switch (name) {
            case "node" -> "pve1";
            case "vmid" -> extreme ? "999999" : "100";
            case "storage" -> extreme ? "nowhere" : "local";
            case "volume" -> "local:iso/nothing.iso";
            case "userid" -> extreme ? "ghost@pve" : "admin@pve";
            case "tokenid" -> "ghost";
            case "upid" -> "UPID:pve1:00000001:00000001:00000001:qmstart:100:root@pam:";
            default -> "nothing";
        };
    }

    private static Object pick(Random random, List<Object> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static String form(Map<String, Object> given) {
        List<String> pairs = new ArrayList<>();
        given.forEach((name, value) -> pairs.add(encode(name) + "=" + encode(String.valueOf(value))));
        return pairs.stream().collect(Collectors.joining("&"));
    }

    /** A longer address is refused by its length alone, which another test looks at. */
    private static String cut(String query) {
        return query.length() < 16_000
                ? query
                : query.substring(0, 16_000).replaceFirst("%?[0-9A-F]?$", "") + "&surplus=1";
    }

    private static String json(Map<String, Object> given) {
        try {
            return JSON.writeValueAsString(given);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        String all = line + " " + headers.strip() + " " + body;
        return all.length() > 600 ? all.substring(0, 600) + "…" : all;
    }
}
