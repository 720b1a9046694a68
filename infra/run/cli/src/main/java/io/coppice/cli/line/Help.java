package io.coppice.cli.line;

import io.coppice.cli.verb.Program;
import io.coppice.cli.verb.Verb;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.schema.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What {@code --help} says; every word about an option is its endpoint's. */
public final class Help {
    private static final String OF_ALL = """

            Options of every verb:
              --output-format FORMAT  text, json, json-pretty or yaml
              --noborder, --noheader  of tables
              --human-readable 0      sizes in bytes
              --quiet                 print nothing
              --host HOST[:PORT]      a node elsewhere; with --token USER@REALM!NAME=SECRET, --fingerprint SHA256, --node NAME
              --data DIR              the folder of a node on this machine
            """;

    private Help() {}

    /** {@code qm start <vmid> [OPTIONS]}. */
    public static String usage(Program program, Verb verb) {
        StringBuilder text = new StringBuilder(program.called());
        if (!verb.name().isEmpty()) {
            text.append(' ').append(verb.name());
        }
        verb.positional().forEach(p -> text.append(" <").append(p).append('>'));
        if (!verb.rest().isEmpty()) {
            text.append(" [<").append(verb.rest()).append(">…]");
        }
        return text.append(" [OPTIONS]").toString();
    }

    /** A program: its verbs. */
    public static String of(Program program, Endpoints endpoints) {
        StringBuilder text = new StringBuilder(
                "USAGE: " + program.called() + " VERB [WORDS] [OPTIONS]\n\n  " + program.says() + "\n\n");
        for (Verb verb : program.verbs()) {
            String says = endpoints.of(verb).map(Endpoint::summary).orElse(without(verb));
            text.append(String.format(Locale.ROOT, "  %-22s %s%n", verb.name(), says));
        }
        return text + "\n'" + program.called() + " help VERB' says more.\n" + OF_ALL;
    }

    private static String without(Verb verb) {
        return verb.instead().isEmpty()
                ? "(not served by this version)"
                : "(" + verb.instead().split(":", 2)[0] + ")";
    }

    /** A verb: its options. */
    public static String of(Program program, Verb verb, Endpoint<?, ?> endpoint) {
        StringBuilder text = new StringBuilder("USAGE: " + usage(program, verb) + "\n\n  " + endpoint.summary() + "\n");
        if (verb.names().size() > 1) {
            text.append("  Also: ")
                    .append(String.join(
                            ", ", verb.names().subList(1, verb.names().size())));
            text.append('\n');
        }
        text.append('\n').append(parameters(endpoint, verb.positional(), hidden(verb)));
        return text + OF_ALL;
    }

    /** Parameters that the verb decides itself, and the node, which is where the call goes. */
    public static Set<String> hidden(Verb verb) {
        Set<String> hidden = new java.util.HashSet<>(verb.fixed().keySet());
        hidden.add("node");
        return hidden;
    }

    /** The options of an endpoint whose path is given. */
    public static String options(Endpoint<?, ?> endpoint, Set<String> inPath) {
        return parameters(endpoint, List.of(), inPath);
    }

    /** The parameters of an endpoint, those that words give first. */
    private static String parameters(Endpoint<?, ?> endpoint, List<String> positional, Set<String> hidden) {
        StringBuilder words = new StringBuilder();
        StringBuilder options = new StringBuilder();
        for (Parameter p : endpoint.parameters()) {
            if (positional.contains(p.name())) {
                words.append(line("<" + p.name() + ">", p.schema()));
            } else if (!hidden.contains(p.name())) {
                options.append(line("--" + p.name(), p.schema()));
            }
        }
        return words.toString() + options;
    }

    private static String line(String name, Schema schema) {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "  %-32s %s", name + " " + kind(schema), schema.description())
                        .stripTrailing());
        if (!schema.values().isEmpty() && schema.values().size() > 8) {
            text.append(" One of: ").append(String.join(", ", schema.values()));
        }
        schema.unset()
                .filter(d -> !d.startsWith("$"))
                .ifPresent(d -> text.append(" (default ").append(d).append(')'));
        return text.append('\n').toString();
    }

    private static String kind(Schema schema) {
        if (!schema.values().isEmpty() && schema.values().size() <= 8) {
            return String.join("|", schema.values());
        }
        return switch (schema.kind()) {
            case BOOLEAN -> "0|1";
            case INTEGER -> range(schema);
            case NUMBER -> "NUMBER";
            case ARRAY -> "TEXT, several times";
            default -> schema.format().map(f -> f.toUpperCase(Locale.ROOT)).orElse("TEXT");
        };
    }

    private static String range(Schema schema) {
        return schema.min().isEmpty()
                ? "INTEGER"
                : schema.min().get().toPlainString() + ".."
                        + schema.max().map(java.math.BigDecimal::toPlainString).orElse("");
    }
}
