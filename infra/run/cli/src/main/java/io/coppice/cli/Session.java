package io.coppice.cli;

import io.coppice.cli.door.Door;
import io.coppice.cli.door.Where;
import io.coppice.cli.line.Endpoints;
import io.coppice.cli.line.Help;
import io.coppice.cli.line.Options;
import io.coppice.cli.line.Wrong;
import io.coppice.cli.show.Printer;
import io.coppice.cli.show.Printers;
import io.coppice.cli.verb.Program;
import io.coppice.cli.verb.Programs;
import io.coppice.cli.verb.Verb;
import io.coppice.contract.endpoint.Endpoint;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run of a program whose verbs stand in a table. */
final class Session {
    /** More than any file of keys. */
    private static final long LARGEST_FILE = 1024 * 1024;

    private final Console console;
    private final Map<String, String> environment;
    private final Program program;

    Session(Console console, Map<String, String> environment, String name) {
        this.console = console;
        this.environment = environment;
        this.program = Programs.of(name).orElseThrow(() -> new Wrong("there is no program '" + name + "'"));
    }

    int run(List<String> words, Map<String, String> where) throws IOException {
        boolean asksHelp =
                words.stream().takeWhile(w -> !w.equals("--")).anyMatch(w -> w.equals("--help") || w.equals("-h"));
        if (asksHelp
                || words.isEmpty() && !program.isOneVerb()
                || !words.isEmpty() && words.getFirst().equals("help")) {
            return help(
                    words.stream()
                            .filter(w -> !w.startsWith("-") && !w.equals("help"))
                            .toList(),
                    words.isEmpty());
        }
        Program.Found found = program.find(words).orElseThrow(() -> unknown(words));
        Verb verb = found.verb();
        if (!verb.instead().isEmpty()) {
            console.say(program.called() + " " + verb.name() + ": " + verb.instead());
            return Exit.FAILED;
        }
        Endpoint<?, ?> endpoint = new Endpoints().of(verb).orElse(null);
        if (endpoint == null) {
            console.say(program.called() + " " + verb.name() + ": this version of Coppice does not serve it"
                    + (verb.endpoint().isEmpty() ? "" : " (" + verb.endpoint() + ")"));
            return Exit.FAILED;
        }
        try {
            return run(verb, endpoint, found.words(), where);
        } catch (Wrong e) {
            throw new Wrong(e.getMessage() + "\nUSAGE: " + Help.usage(program, verb));
        }
    }

    private int run(Verb verb, Endpoint<?, ?> endpoint, List<String> words, Map<String, String> leading)
            throws IOException {
        Options.Said said = new Options(endpoint, verb.positional(), verb.rest(), Help.hidden(verb)).read(words);
        Map<String, String> where = new LinkedHashMap<>(leading);
        where.putAll(said.where());
        Map<String, Object> given = new LinkedHashMap<>(said.given());
        given.putAll(verb.fixed());
        for (Map.Entry<String, Verb.Reading> file : verb.files().entrySet()) {
            if (given.get(file.getKey()) instanceof String name) {
                given.put(file.getKey(), content(name, file.getKey(), file.getValue()));
            }
        }
        given = new LinkedHashMap<>(verb.completed().apply(given));
        Door door = new Where(where, environment).door();
        if (endpoint.path().parameters().contains("node") && !verb.positional().contains("node")) {
            given.put("node", door.node());
        }
        for (String secret : said.toAsk()) {
            given.put(secret, console.secret(secret));
        }
        if (!verb.asked().isEmpty() && !given.containsKey(verb.asked())) {
            given.put(verb.asked(), console.secret(verb.asked()));
        }
        Call call = new Call(console, door, said.look());
        if (verb.endpoint().endsWith(Programs.FOLLOW_MARK)) {
            return call.follow(String.valueOf(given.get("upid")));
        }
        Printer printer = said.verbose() ? Session::whole : verb.printer();
        return call.make(endpoint, given, printer);
    }

    private static String whole(io.coppice.cli.show.Look look, @org.jspecify.annotations.Nullable Object data) {
        return data instanceof Map<?, ?> ? Printers.pairs(look, data) : Printers.any(look, data);
    }

    private static String content(String name, String parameter, Verb.Reading how) throws IOException {
        Path file = Path.of(name);
        if (!Files.isReadable(file) || !Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
            throw new Wrong("--" + parameter + " names a file that can be read, not '" + name + "'");
        }
        String text = Files.readString(file);
        return how == Verb.Reading.PLAIN
                ? text
                : URLEncoder.encode(text.strip(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** @param bare nobody asked for it: no verb was named */
    private int help(List<String> words, boolean bare) {
        Endpoints endpoints = new Endpoints();
        Program.Found found = program.find(words).orElse(null);
        Endpoint<?, ?> endpoint =
                found == null ? null : endpoints.of(found.verb()).orElse(null);
        String text = found == null || endpoint == null
                ? Help.of(program, endpoints)
                : Help.of(program, found.verb(), endpoint);
        if (bare) {
            console.say(text);
            return Exit.WRONG;
        }
        console.print(text);
        return Exit.DONE;
    }

    private Wrong unknown(List<String> words) {
        String verbs =
                String.join(", ", program.verbs().stream().map(Verb::name).toList());
        return new Wrong(program.called() + " has no verb '" + words.getFirst() + "'; it has " + verbs);
    }
}
