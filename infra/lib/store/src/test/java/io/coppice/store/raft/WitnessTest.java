package io.coppice.store.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.store.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes, a and b, and a third vote, w, that gives the lead away whenever it has it. */
@EnabledIfSystemProperty(
        named = "coppice.proofs",
        matches = "true",
        disabledReason = "takes twenty seconds: -Dcoppice.proofs=true")
@Timeout(300)
class WitnessTest {
    @TempDir
    Path dir;

    private static Group two(Path dir) throws Exception {
        Group group = Group.of(dir, Group.usual(), 2);
        group.grow("w");
        group.awaitVoters(3);
        return group;
    }

    private static void give(Group group) {
        group.running("w").ifPresent(Stores::handOver);
    }

    private static void awaitLeader(Group group, String node) {
        Group.await(node + " leads", () -> {
            give(group);
            return group.leading().filter(node::equals).isPresent();
        });
    }

    @Test
    void either_nodes_loss_or_the_witness_stops_nothing_and_two_of_them_stop_changes() throws Exception {
        try (Group group = two(dir)) {
            group.stop("b");
            awaitLeader(group, "a");
            Group.done(group.store("a").submit(Group.change("ha/x", "without b")));
            group.open("b");
            group.awaitVoters(3);
            group.stop("w");
            Group.done(group.any().submit(Group.change("ha/x", "without w")));
            group.stop("b");
            Group.await("no leader", () -> group.membership("a").leader().isEmpty());
            assertInstanceOf(Outcome.Refused.class, group.store("a").submit(Group.change("ha/x", "alone")));
            assertEquals(
                    "without w",
                    group.store("a").image().find("ha/x").orElseThrow().text());
        }
    }

    /** The one that is left has not seen what the other two agreed on: the witness alone knows it, so it has to lead first. */
    @Test
    void what_a_lost_node_and_the_witness_agreed_on_is_not_lost() throws Exception {
        try (Group group = two(dir)) {
            awaitLeader(group, "a");
            group.network.part(group.member("a"), group.member("b"));
            group.network.part(group.member("w"), group.member("b"));
            for (int i = 1; i <= 5; i++) {
                Group.done(group.store("a").submit(Group.change("ha/x", "" + i)));
            }
            assertNotEquals(
                    "5",
                    group.store("b").image().find("ha/x").map(d -> d.text()).orElse(""));
            group.network.heal();
            group.cutOff("a");
            awaitLeader(group, "b");
            assertEquals(
                    "5", group.store("b").image().find("ha/x").orElseThrow().text());
            Group.done(group.store("b").submit(Group.change("ha/x", "6")));
            give(group);
            assertTrue(group.leading().filter("w"::equals).isEmpty());
        }
    }
}
