package io.coppice.cli;

import io.coppice.cli.door.Where;
import io.coppice.cli.line.Endpoints;
import io.coppice.cli.line.Help;
import io.coppice.cli.line.Options;
import io.coppice.cli.line.Wrong;
import io.coppice.cli.verb.Program;
import io.coppice.cli.verb.Programs;
import io.coppice.cli.verb.Verb;
import io.coppice.contract.api.Api;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.schema.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code coppice completion bash}: what bash needs to complete verbs, options, and values where there are few. */
final class Completion {
    /** Commands of the script alone; the programs are its commands too. */
    private static final String COMMANDS = "up down status logs run import witness completion pvesh ";

    /** Those that are no names of the script, but its commands only. */
    private static final Set<String> NAMELESS = Set.of("task", "cluster");

    private static final String FORMATS = "text json json-pretty yaml";
    private static final String LOOKS = "--output-format --noborder --noheader --human-readable --quiet --verbose";

    /** What goes by the tables. */
    private static final String FUNCTION = "complete.bash";

    private Completion() {}

    static int run(Console console, List<String> words) {
        if (!words.equals(List.of("bash"))) {
            throw new Wrong("completion is for bash: coppice completion bash");
        }
        console.print(script(new Endpoints()));
        return Exit.DONE;
    }

    static String script(Endpoints endpoints) {
        StringBuilder words = new StringBuilder("_coppice_words() {\n  case \"$1 $2 $3\" in\n");
        StringBuilder values = new StringBuilder("_coppice_values() {\n  case \"$1 $2 --$3\" in\n"
                + "    *' --output-format') echo '" + FORMATS + "' ;;\n");
        List<String> called = new ArrayList<>();
        for (String name : Programs.names()) {
            Program program = Programs.of(name).orElseThrow();
            called.add(NAMELESS.contains(name) ? "coppice" : name);
            verbs(words, name, program, endpoints);
            for (Verb verb : program.verbs()) {
                endpoints.of(verb).ifPresent(e -> options(words, values, name, verb, e));
            }
        }
        called.add("pvesh");
        line(words, "pvesh  verbs", Pvesh.COMMANDS);
        for (String command : Pvesh.COMMANDS.split(" ")) {
            line(words, "pvesh " + command + " ", "yes");
        }
        return "# Completion of Coppice's commands for bash; made by 'coppice completion bash'.\n_coppice_commands='"
                + COMMANDS
                + String.join(" ", Programs.names())
                + "'\n" + words + "  esac\n}\n" + values + "  esac\n}\n" + paths() + function()
                + "complete -o default -F _coppice_complete " + String.join(" ", new TreeSet<>(called)) + "\n";
    }

    private static String function() {
        try (InputStream in = Completion.class.getResourceAsStream(FUNCTION)) {
            return new String(Objects.requireNonNull(in, FUNCTION).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** After each beginning of a path of the API, with how many slashes it has, the names that go on with it. */
    private static String paths() {
        Map<String, TreeSet<String>> next = new TreeMap<>();
        for (Endpoint<?, ?> endpoint : Api.all()) {
            String before = "";
            int slashes = 0;
            for (String name : endpoint.path().toString().substring(1).split("/")) {
                next.computeIfAbsent(slashes + ":" + before, b -> new TreeSet<>())
                        .add(name);
                before += "/" + (name.startsWith("{") ? "*" : name);
                slashes++;
            }
        }
        StringBuilder text = new StringBuilder("_coppice_below() {\n  case $1 in\n");
        next.forEach((before, after) -> text.append("    ")
                .append(before)
                .append(") echo '")
                .append(String.join(" ", after))
                .append("' ;;\n"));
        return text.append("  esac\n}\n").toString();
    }

    /** After each beginning of a verb, the words that go on with it. */
    private static void verbs(StringBuilder words, String name, Program program, Endpoints endpoints) {
        Map<String, TreeSet<String>> next = new TreeMap<>();
        for (Verb verb : program.verbs()) {
            if (endpoints.of(verb).isPresent() && !verb.name().isEmpty()) {
                String before = "";
                for (String part : verb.name().split(" ")) {
                    next.computeIfAbsent(before, b -> new TreeSet<>()).add(part);
                    before = before.isEmpty() ? part : before + " " + part;
                }
            }
        }
        next.forEach((before, after) -> {
            line(words, name + " " + before + " verbs", String.join(" ", after));
            if (!before.isEmpty()) {
                line(words, name + " " + before + " ", "yes");
            }
        });
    }

    private static void options(
            StringBuilder words, StringBuilder values, String name, Verb verb, Endpoint<?, ?> endpoint) {
        Map<String, Schema> options = new Options(endpoint, verb.positional(), verb.rest(), Help.hidden(verb)).byName();
        List<String> all = new ArrayList<>();
        options.forEach((option, schema) -> {
            all.add("--" + option);
            String few = schema.kind() == Schema.Kind.BOOLEAN ? "0 1" : String.join(" ", schema.values());
            if (!few.isBlank() && few.matches("[\\w. +:/-]+")) {
                line(values, name + " " + verb.name() + " --" + option, few);
            }
        });
        all.add(LOOKS);
        Where.OPTIONS.forEach(o -> all.add("--" + o));
        line(words, name + " " + verb.name() + " options", String.join(" ", all));
        line(words, name + " " + verb.name() + " ", "yes");
        boolean known = !endpoint.verb().equals(io.coppice.contract.endpoint.Verb.POST)
                || endpoint.path().parameters().contains("vmid");
        if (known
                && !verb.positional().isEmpty()
                && verb.positional().getFirst().equals("vmid")) {
            line(words, name + " " + verb.name() + " guest", "yes");
        }
    }

    private static void line(StringBuilder text, String pattern, String answer) {
        text.append("    '").append(pattern).append("') echo '").append(answer).append("' ;;\n");
    }
}
