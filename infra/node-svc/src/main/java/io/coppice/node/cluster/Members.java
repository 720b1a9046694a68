package io.coppice.node.cluster;

import io.coppice.contract.word.NodeName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The nodes of the cluster, as one of them sees it.
 *
 * @param here the one that looks
 * @param cluster the cluster's name; empty where the node stands alone
 * @param all sorted by name, {@code here} among them
 * @param online whether a node is in reach
 * @param quorate whether changes are taken, as far as this node knows
 * @param votes who votes
 */
public record Members(
        NodeName here,
        Optional<String> cluster,
        List<Member> all,
        Predicate<NodeName> online,
        boolean quorate,
        Votes votes) {
    public Members {
        all = List.copyOf(all);
    }

    /** Of a cluster that takes changes. */
    public Members(NodeName here, Optional<String> cluster, List<Member> all, Predicate<NodeName> online) {
        this(here, cluster, all, online, true, Votes.UNKNOWN);
    }

    /**
     * One node.
     *
     * @param number within the cluster, 1 and on; 0 of one that stands alone
     * @param address as other nodes and clients reach it
     * @param fingerprint SHA-256 of its certificate in hex with colons
     */
    public record Member(NodeName name, int number, String address, String fingerprint) {}

    /** A node that is in no cluster. */
    public static Members alone(Member member) {
        return new Members(member.name(), Optional.empty(), List.of(member), node -> true);
    }

    /** The names of those that are out of reach. */
    Set<String> away() {
        return all.stream()
                .map(Member::name)
                .filter(online.negate())
                .map(NodeName::text)
                .collect(Collectors.toSet());
    }

    boolean isHere(Member member) {
        return member.name().equals(here);
    }
}
