package io.coppice.cli.verb;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A program: its verbs. One whose only verb has no name is that verb.
 *
 * @param called what a user types: {@code qm}, {@code coppice task}
 * @param says what it is for
 */
public record Program(String called, String says, List<Verb> verbs) {
    public Program {
        verbs = List.copyOf(verbs);
    }

    /** A verb, and the words that are left for it. */
    public record Found(Verb verb, List<String> words) {}

    /** The verb that the words begin with: the one of most words. */
    public Optional<Found> find(List<String> words) {
        Found best = null;
        int most = -1;
        for (Verb verb : verbs) {
            for (String name : verb.names()) {
                List<String> parts = name.isEmpty() ? List.of() : Arrays.asList(name.split(" "));
                boolean begins = words.size() >= parts.size()
                        && words.subList(0, parts.size()).equals(parts);
                if (begins && parts.size() > most) {
                    most = parts.size();
                    best = new Found(verb, words.subList(parts.size(), words.size()));
                }
            }
        }
        return Optional.ofNullable(best);
    }

    public boolean isOneVerb() {
        return verbs.size() == 1 && verbs.getFirst().name().isEmpty();
    }
}
