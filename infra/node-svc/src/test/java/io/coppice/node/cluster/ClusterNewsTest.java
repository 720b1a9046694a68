package io.coppice.node.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.contract.word.NodeName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClusterNewsTest {
    private static final NodeName ONE = new NodeName("pve1");
    private static final NodeName TWO = new NodeName("pve2");
    private Optional<ClusterNews.Seen> last = Optional.empty();

    private List<String> look(Set<NodeName> online, boolean quorate, NodeName... all) {
        List<Members.Member> members = Stream.of(all)
                .map(n -> new Members.Member(n, 1, "127.0.0.1", "AA"))
                .toList();
        ClusterNews.Seen now = ClusterNews.Seen.of(
                new Members(ONE, Optional.of("wood"), members, online::contains, quorate, Votes.UNKNOWN), last);
        List<String> told = last.map(before -> ClusterNews.news(before, now).stream()
                        .map(n -> n.type().name() + " " + n.node())
                        .toList())
                .orElse(List.of());
        last = Optional.of(now);
        return told;
    }

    @Test
    void what_was_so_at_the_first_look_is_no_news() {
        assertEquals(List.of(), look(Set.of(ONE, TWO), true, ONE, TWO));
        assertEquals(List.of(), look(Set.of(ONE, TWO), true, ONE, TWO));
    }

    @Test
    void the_witness_is_told_of_as_nodes_are() {
        NodeName wit = new NodeName("wit");
        Votes votes = new Votes(Optional.of(new Members.Member(wit, 0, "127.0.0.1:8016", "")), Set.of(ONE, wit));
        Members.Member one = new Members.Member(ONE, 1, "127.0.0.1", "AA");
        ClusterNews.Seen there = ClusterNews.Seen.of(
                new Members(ONE, Optional.of("wood"), List.of(one), Set.of(ONE, wit)::contains, true, votes),
                Optional.empty());
        ClusterNews.Seen gone = ClusterNews.Seen.of(
                new Members(ONE, Optional.of("wood"), List.of(one), Set.of(ONE)::contains, true, votes),
                Optional.of(there));
        assertEquals(
                List.of("node.lost wit"),
                ClusterNews.news(there, gone).stream()
                        .map(n -> n.type().name() + " " + n.node())
                        .toList());
    }

    @Test
    void a_node_joins_and_comes_into_reach_without_having_returned() {
        look(Set.of(ONE), true, ONE);
        assertEquals(List.of("node.joined pve2"), look(Set.of(ONE), true, ONE, TWO));
        assertEquals(List.of(), look(Set.of(ONE, TWO), true, ONE, TWO));
    }

    @Test
    void a_node_is_lost_once_and_returns_once() {
        look(Set.of(ONE, TWO), true, ONE, TWO);
        assertEquals(List.of("node.lost pve2"), look(Set.of(ONE), true, ONE, TWO));
        assertEquals(List.of(), look(Set.of(ONE), true, ONE, TWO));
        assertEquals(List.of("node.returned pve2"), look(Set.of(ONE, TWO), true, ONE, TWO));
    }

    @Test
    void a_lost_node_that_is_removed_has_left_and_does_not_return() {
        look(Set.of(ONE, TWO), true, ONE, TWO);
        look(Set.of(ONE), true, ONE, TWO);
        assertEquals(List.of("node.left pve2"), look(Set.of(ONE), true, ONE));
        assertEquals(List.of("node.joined pve2"), look(Set.of(ONE, TWO), true, ONE, TWO));
    }

    @Test
    void the_loss_of_the_quorum_is_told_of_the_node_that_sees_it() {
        look(Set.of(ONE), true, ONE);
        assertEquals(List.of("quorum.lost pve1"), look(Set.of(ONE), false, ONE));
        assertEquals(List.of("quorum.regained pve1"), look(Set.of(ONE), true, ONE));
    }
}
