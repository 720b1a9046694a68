package io.coppice.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.cli.line.Endpoints;
import io.coppice.cli.line.Options;
import io.coppice.contract.endpoint.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of verbs, held against the endpoints that they name. */
class ProgramsTest {
    private final Endpoints endpoints = new Endpoints();

    private static List<Program> all() {
        return Programs.names().stream().map(n -> Programs.of(n).orElseThrow()).toList();
    }

    @Test
    void what_a_verb_takes_is_a_parameter_of_its_endpoint() {
        List<String> wrong = new ArrayList<>();
        for (Program program : all()) {
            for (Verb verb : program.verbs()) {
                Optional<Endpoint<?, ?>> endpoint = endpoints.of(verb);
                Set<String> names = new HashSet<>();
                endpoint.ifPresent(
                        e -> names.addAll(e.input().object().properties().keySet()));
                List<String> used = new ArrayList<>(verb.positional());
                used.addAll(verb.fixed().keySet());
                used.addAll(verb.files().keySet());
                used.add(verb.rest());
                used.add(verb.asked());
                // joined with the user's name before it is sent
                boolean joins = verb.name().equals("user token permissions");
                used.removeIf(u -> u.isEmpty() || names.contains(u) || joins);
                if (endpoint.isPresent() && !used.isEmpty()) {
                    wrong.add(program.called() + " " + verb.name() + ": " + used);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void a_required_parameter_is_given_by_words_or_by_an_option() {
        for (Program program : all()) {
            for (Verb verb : program.verbs()) {
                endpoints.of(verb).ifPresent(e -> {
                    Set<String> reached = new HashSet<>(new Options(e, List.of(), "", Set.of("node"))
                            .byName()
                            .keySet());
                    reached.addAll(verb.positional());
                    e.path().parameters().stream()
                            .filter(p -> !p.equals("node"))
                            .forEach(p ->
                                    assertTrue(reached.contains(p), program.called() + " " + verb.name() + ": " + p));
                });
            }
        }
    }

    @Test
    void two_verbs_of_a_program_have_no_name_in_common() {
        for (Program program : all()) {
            List<String> names =
                    program.verbs().stream().flatMap(v -> v.names().stream()).toList();
            assertEquals(names.size(), new HashSet<>(names).size(), program.called() + ": " + names);
        }
    }

    /** A verb may be ahead of what is served, but not of the API: a mistyped path would never be served. */
    @Test
    void a_verb_whose_endpoint_is_not_declared_names_one_that_the_api_has() throws Exception {
        Path contract = root().resolve("../shared/contract/pve-api.json").normalize();
        assumeTrue(Files.exists(contract), "the contract is not at hand");
        String text = Files.readString(contract);
        List<String> wrong = new ArrayList<>();
        for (Program program : all()) {
            for (Verb verb : program.verbs()) {
                String path = verb.endpoint().substring(verb.endpoint().indexOf(' ') + 1);
                if (endpoints.of(verb).isEmpty() && !verb.endpoint().isEmpty()) {
                    Pattern named = Pattern.compile("\"path\"\\s*:\\s*\"" + Pattern.quote(path) + "\"");
                    if (!named.matcher(text).find()) {
                        wrong.add(program.called() + " " + verb.name() + ": " + verb.endpoint());
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void the_verb_of_most_words_is_found() {
        Program pveum = Programs.of("pveum").orElseThrow();
        assertEquals(
                "user token add",
                pveum.find(List.of("user", "token", "add", "a@pve", "t"))
                        .orElseThrow()
                        .verb()
                        .name());
        assertEquals(
                List.of("a@pve"),
                pveum.find(List.of("useradd", "a@pve")).orElseThrow().words());
        assertEquals(
                "user add",
                pveum.find(List.of("useradd", "a@pve")).orElseThrow().verb().name());
        assertTrue(pveum.find(List.of("user")).isEmpty());
        assertTrue(Programs.of("vzdump").orElseThrow().find(List.of("100")).isPresent());
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.exists(at.resolve("coppice"))) {
            at = at.getParent();
        }
        return at == null ? Path.of("") : at;
    }
}
