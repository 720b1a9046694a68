package io.coppice.systemtest;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.endpoint.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * A request that must not do anything: plausible, but for one thing that is certainly wrong; or with extreme values for
 * objects that are not there.
 */
record FuzzRequest(String line, String headers, String body, boolean certainlyWrong) {
    /** What no answer may show. */
    static final Pattern UNSPEAKABLE = Pattern.compile("internal error|could not be read|Exception|\\tat |java\\.|"
            // the type of an event is no class
            + "io\\.coppice(?!(\\.[a-z-]+)+\\.v\\d)|\\bnull\\b(?!,\"|})");

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
                path = path.replace("{" + p.name() + "}", FuzzBody.encode(FuzzValues.inPath(p.name(), !there)));
            } else if (FuzzValues.isFamily(p)) {
                fillFamily(p, random, extreme, given);
            } else {
                fill(p, random, extreme, given);
            }
        }
        boolean query = e.verb() == Verb.GET || e.verb() == Verb.DELETE;
        FuzzBody body = query ? FuzzBody.FORM : FuzzBody.pick(e, random);
        if (certain) {
            spoil(e, random, given, body);
        }
        String form = query ? FuzzBody.form(given) : "";
        return new FuzzRequest(
                e.verb() + " /api2/json" + path + (form.isEmpty() ? "" : "?" + cut(form)),
                query ? "" : body.headers(),
                query ? "" : body.write(given, random),
                certain);
    }

    private static void fill(Parameter p, Random random, boolean extreme, Map<String, Object> given) {
        boolean needed = !p.schema().isOptional();
        if (extreme && random.nextInt(3) == 0) {
            given.put(p.name(), FuzzValues.extreme(random));
        } else if (needed || random.nextInt(8) == 0) {
            given.put(p.name(), FuzzValues.plausible(p));
        }
    }

    private static void fillFamily(Parameter p, Random random, boolean extreme, Map<String, Object> given) {
        for (int some = random.nextInt(6); some > 3; some--) {
            given.put(FuzzValues.member(p, random), extreme ? FuzzValues.extreme(random) : FuzzValues.plausible(p));
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

    /** One fault of those that the endpoint can have; of any, what it does not know. */
    private static void spoil(Endpoint<?, ?> e, Random random, Map<String, Object> given, FuzzBody body) {
        // a file's own name goes before a field of that name
        boolean named = e.body() == Endpoint.Body.UPLOAD;
        List<Parameter> own = e.parameters().stream()
                .filter(p -> !p.inPath() && !(named && p.name().equals("filename")))
                .toList();
        boolean done = switch (random.nextInt(6)) {
            case 0 -> leaveOut(own, random, given);
            case 1 -> wrongValue(own, random, given);
            case 2 -> noIndex(own, random, given);
            case 3 -> twice(own, random, given, body);
            case 4 -> body.isTyped() && otherType(own, random, given);
            default -> false;
        };
        if (!done) {
            given.put("surplus-" + random.nextInt(100), FuzzValues.pick(random, FuzzValues.EXTREME));
        }
    }

    private static boolean leaveOut(List<Parameter> own, Random random, Map<String, Object> given) {
        List<Parameter> needed =
                own.stream().filter(p -> !p.schema().isOptional()).toList();
        return !needed.isEmpty() && given.remove(FuzzValues.pick(random, needed).name()) != null;
    }

    private static boolean wrongValue(List<Parameter> own, Random random, Map<String, Object> given) {
        List<Parameter> typed = own.stream()
                .filter(p -> !FuzzValues.isFamily(p) && FuzzValues.wrong(p.schema(), random) != null)
                .toList();
        if (typed.isEmpty()) {
            return false;
        }
        Parameter p = FuzzValues.pick(random, typed);
        Object bad = FuzzValues.wrong(p.schema(), random);
        return bad != null && given.put(p.name(), bad) != bad;
    }

    private static boolean noIndex(List<Parameter> own, Random random, Map<String, Object> given) {
        List<Parameter> families = own.stream().filter(FuzzValues::isFamily).toList();
        if (families.isEmpty()) {
            return false;
        }
        Parameter family = FuzzValues.pick(random, families);
        given.put(FuzzValues.stranger(family, random), FuzzValues.plausible(family));
        return true;
    }

    /** In a form that is a list; of JSON's two the later one counts, so that both are wrong there. */
    private static boolean twice(List<Parameter> own, Random random, Map<String, Object> given, FuzzBody body) {
        List<Parameter> scalars = own.stream().filter(FuzzValues::isScalar).toList();
        if (scalars.isEmpty()) {
            return false;
        }
        Parameter p = FuzzValues.pick(random, scalars);
        Object bad = Objects.requireNonNull(FuzzValues.wrong(p.schema(), random));
        Object one = body.isTyped() ? bad : FuzzValues.plausible(p);
        given.put(p.name(), new FuzzBody.Twice(one, random.nextBoolean() ? one : bad));
        return true;
    }

    private static boolean otherType(List<Parameter> own, Random random, Map<String, Object> given) {
        List<Parameter> plain = own.stream().filter(FuzzValues::isPlain).toList();
        if (plain.isEmpty()) {
            return false;
        }
        Parameter p = FuzzValues.pick(random, plain);
        given.put(FuzzValues.isFamily(p) ? FuzzValues.member(p, random) : p.name(), FuzzValues.noScalar(random));
        return true;
    }

    /** A longer address is refused by its length alone, which another test looks at. */
    private static String cut(String query) {
        return query.length() < 16_000
                ? query
                : query.substring(0, 16_000).replaceFirst("%?[0-9A-F]?$", "") + "&surplus=1";
    }

    @Override
    public String toString() {
        String all = line + " " + headers.strip() + " " + body;
        return all.length() > 600 ? all.substring(0, 600) + "…" : all;
    }
}
