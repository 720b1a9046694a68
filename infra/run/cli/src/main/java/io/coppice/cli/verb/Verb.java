package io.coppice.cli.verb;

import io.coppice.cli.show.Printer;
import io.coppice.cli.show.Printers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One verb of a program. Its options, their checks and their help are those of the endpoint; what stands here is what the
 * endpoint cannot know: the words, which of them fill which parameters, and how the answer is said.
 *
 * @param names the first is the verb's, the others are former spellings that still do; each may be several words
 * @param endpoint method and path; a verb whose endpoint is not served yet says so
 * @param positional the parameters that words fill, in their order
 * @param rest the parameter that takes all further words; empty where there must be none
 * @param fixed parameters that the verb itself decides
 * @param asked a secret that is asked for when it is not given; empty where there is none
 * @param files parameters that are read from the file that is named
 * @param instead what is said where there will never be an endpoint; empty where there is one, or will be
 * @param completed fills in what follows from other parameters
 */
public record Verb(
        List<String> names,
        String endpoint,
        List<String> positional,
        String rest,
        Map<String, Object> fixed,
        String asked,
        Map<String, Reading> files,
        UnaryOperator<Map<String, Object>> completed,
        Printer printer,
        String instead) {

    /** In place of an endpoint: the verb does what no endpoint does, and this version lacks it. */
    public static final String NOWHERE = "";

    /** How a parameter has what a file holds. */
    public enum Reading {
        PLAIN,
        /** Percent-encoded, as the API wants keys of cloud-init. */
        ENCODED
    }

    public Verb {
        names = List.copyOf(names);
        positional = List.copyOf(positional);
        fixed = Map.copyOf(fixed);
        files = Map.copyOf(files);
    }

    static Verb verb(String name, String endpoint) {
        return new Verb(
                List.of(name),
                endpoint,
                List.of(),
                "",
                Map.of(),
                "",
                Map.of(),
                UnaryOperator.identity(),
                Printers::any,
                "");
    }

    /** One that does nothing but say why. */
    static Verb none(String name, String instead) {
        Verb verb = verb(name, NOWHERE);
        return new Verb(
                verb.names, NOWHERE, List.of(), "", Map.of(), "", Map.of(), verb.completed, verb.printer, instead);
    }

    public String name() {
        return names.getFirst();
    }

    Verb orCalled(String... others) {
        List<String> all = new java.util.ArrayList<>(names);
        all.addAll(List.of(others));
        return new Verb(all, endpoint, positional, rest, fixed, asked, files, completed, printer, instead);
    }

    Verb takes(String... parameters) {
        return new Verb(names, endpoint, List.of(parameters), rest, fixed, asked, files, completed, printer, instead);
    }

    Verb takesRest(String parameter) {
        return new Verb(names, endpoint, positional, parameter, fixed, asked, files, completed, printer, instead);
    }

    Verb with(String parameter, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(fixed);
        all.put(parameter, value);
        return new Verb(names, endpoint, positional, rest, all, asked, files, completed, printer, instead);
    }

    Verb asks(String secret) {
        return new Verb(names, endpoint, positional, rest, fixed, secret, files, completed, printer, instead);
    }

    Verb reads(String parameter, Reading how) {
        return new Verb(
                names, endpoint, positional, rest, fixed, asked, Map.of(parameter, how), completed, printer, instead);
    }

    Verb completedBy(UnaryOperator<Map<String, Object>> how) {
        return new Verb(names, endpoint, positional, rest, fixed, asked, files, how, printer, instead);
    }

    Verb prints(Printer how) {
        return new Verb(names, endpoint, positional, rest, fixed, asked, files, completed, how, instead);
    }
}
