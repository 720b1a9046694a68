package io.coppice.cli;

import io.coppice.cli.door.Where;
import io.coppice.cli.line.Endpoints;
import io.coppice.cli.line.Help;
import io.coppice.cli.line.Options;
import io.coppice.cli.line.Wrong;
import io.coppice.cli.verb.Program;
import io.coppice.cli.verb.Programs;
import io.coppice.cli.verb.Verb;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code coppice completion bash}: what bash needs to complete verbs, options, and values where there are few. */
final class Completion {
    /** Commands of the script alone; the programs are its commands too. */
    private static final String COMMANDS = "up down status logs run import witness completion pvesh ";

    /** Those that are no names of the script, but its commands only. */
    private static final Set<String> NAMELESS = Set.of("task", "cluster");

    private static final String FORMATS = "text json json-pretty yaml";
    private static final String LOOKS = "--output-format --noborder --noheader --human-readable --quiet --verbose";

    /** The words before the one that is completed choose a line of the tables; the longest verb goes first. */
    private static final String FUNCTION = """
            _coppice_complete() {
              local program=${COMP_WORDS[0]##*/} at=1 verb='' word cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
              COMPREPLY=()
              if [ "$program" = coppice ]; then
                [ "$COMP_CWORD" -gt 1 ] || { COMPREPLY=($(compgen -W "$_coppice_commands" -- "$cur")); return; }
                program=${COMP_WORDS[1]} at=2
              fi
              for word in "${COMP_WORDS[@]:at:COMP_CWORD-at}"; do
                case $word in -*) break ;; esac
                [ -n "$(_coppice_words "$program" "${verb:+$verb }$word")" ] || break
                verb="${verb:+$verb }$word"
              done
              case $cur in
                -*) COMPREPLY=($(compgen -W "$(_coppice_words "$program" "$verb" options)" -- "$cur")) ;;
                *)
                  case $prev in
                    -*)
                      prev=${prev#-}
                      COMPREPLY=($(compgen -W "$(_coppice_values "$program" "$verb" "${prev#-}")" -- "$cur")) ;;
                    *) COMPREPLY=($(compgen -W "$(_coppice_words "$program" "$verb" verbs)" -- "$cur")) ;;
                  esac ;;
              esac
            }
            """;

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
        return "# Completion of Coppice's commands for bash; made by 'coppice completion bash'.\n_coppice_commands='"
                + COMMANDS
                + String.join(" ", Programs.names())
                + "'\n" + words + "  esac\n}\n" + values + "  esac\n}\n" + FUNCTION
                + "complete -o default -F _coppice_complete " + String.join(" ", new TreeSet<>(called)) + "\n";
    }

    /** After each beginning of a verb, the words that go on with it. */
    private static void verbs(StringBuilder words, String name, Program program, Endpoints endpoints) {
        Map<String, TreeSet<String>> next = new java.util.TreeMap<>();
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
    }

    private static void line(StringBuilder text, String pattern, String answer) {
        text.append("    '").append(pattern).append("') echo '").append(answer).append("' ;;\n");
    }
}
