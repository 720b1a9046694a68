package io.coppice.node.cluster;

import io.coppice.contract.word.NodeName;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Who votes on changes, as one node knows it; pure.
 *
 * @param witness who votes and is no node
 * @param voters those that vote by their names, the witness too; none where that is not known
 */
public record Votes(Optional<Members.Member> witness, Set<NodeName> voters) {
    /** Of a node that knows of nobody. */
    static final Votes UNKNOWN = new Votes(Optional.empty(), Set.of());

    public Votes {
        voters = Set.copyOf(voters);
    }

    /** How many of those who vote may still be lost before changes stop; empty where it is not known, or they have stopped. */
    Optional<Integer> spare(Predicate<NodeName> online) {
        int spare = (int) voters.stream().filter(online).count() - (voters.size() / 2 + 1);
        return voters.isEmpty() || spare < 0 ? Optional.empty() : Optional.of(spare);
    }

    /** What an administrator should know: that the next loss stops all changes. Not said of a node that is alone. */
    Optional<String> warning(Predicate<NodeName> online) {
        if (voters.size() < 2 || !spare(online).equals(Optional.of(0))) {
            return Optional.empty();
        }
        String here = names(online);
        return Optional.of(
                voters.size() == 2
                        ? "the loss of either of " + here
                                + " stops all changes; a third node or a witness ('coppice witness --help') would let one be lost"
                        : "out of reach: " + names(online.negate()) + "; the loss of one more of " + here
                                + " stops all changes");
    }

    private String names(Predicate<NodeName> which) {
        return new TreeSet<>(voters).stream().filter(which).map(NodeName::text).collect(Collectors.joining(", "));
    }
}
