package io.coppice.store.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.store.Change;
import io.coppice.store.Membership.Role;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupTest {
    @TempDir
    Path dir;

    private Group group;

    @AfterEach
    void close() {
        if (group != null) {
            group.close();
        }
    }

    @Test
    void three_nodes_join_one_after_the_other_and_all_vote() throws IOException {
        group = new Group(dir, Group.usual());
        Store a = group.found("a");
        Group.done(a.submit(Group.change("ha/x", "before")));
        Store b = group.join("b");
        assertEquals("before", b.image().find("ha/x").orElseThrow().text());
        assertEquals(Role.FOLLOWS, group.membership("b").role());
        Group.done(b.submit(Group.change("ha/y", "by a follower")));
        assertEquals("by a follower", b.image().find("ha/y").orElseThrow().text());
        group.restart("b");
        group.awaitVoters(2);
        group.grow("c");
        group.awaitVoters(3);
        for (String n : group.running()) {
            Group.done(group.store(n).submit(Group.change("ha/x", "by " + n)));
            assertEquals(
                    "by " + n, group.store(n).image().find("ha/x").orElseThrow().text());
        }
        group.awaitEqual();
    }

    @Test
    void the_leaders_loss_is_a_pause_and_no_error() throws IOException {
        group = Group.of(dir, Group.usual(), 3);
        String leader = group.leader();
        String other = group.other();
        group.cutOff(leader);
        Group.done(group.store(other).submit(Group.change("ha/x", "1")));
        group.network.heal();
        Group.done(group.store(leader).submit(Group.change("ha/x", "2")));
        group.awaitEqual();
    }

    @Test
    void a_leader_hands_the_lead_over() throws IOException {
        group = Group.of(dir, Group.usual(), 3);
        for (int i = 0; i < 3; i++) {
            String leader = group.leader();
            assertTrue(((RaftStore) group.store(leader)).handOver(), "nobody took the lead of " + leader);
            assertNotEquals(leader, group.leader());
            group.stop(leader);
            group.open(leader);
            group.awaitVoters(3);
        }
    }

    @Test
    void without_quorum_writes_wait_and_are_then_refused_at_once_and_reads_go_on() throws IOException {
        group = Group.of(dir, Group.usual(), 3);
        String leader = group.leader();
        Group.done(group.store(leader).submit(Group.change("ha/x", "1")));
        group.awaitEqual();
        group.running().stream().filter(n -> !n.equals(leader)).forEach(group::cutOff);
        Change lost = Group.change("ha/x", "2");
        Outcome.Unknown unknown = (Outcome.Unknown) group.store(leader).submit(lost);
        assertEquals(lost.id(), unknown.id());
        long began = System.nanoTime();
        Outcome.Refused refused = (Outcome.Refused) group.store(leader).submit(Group.change("ha/x", "3"));
        assertEquals(Outcome.Reason.NO_QUORUM, refused.reason());
        assertTrue(System.nanoTime() - began < 3_000_000_000L, "it waited, though it knows no leader");
        assertEquals(Optional.of(refused.message()), Stores.refuses(group.store(leader)));
        for (String n : group.running()) {
            assertEquals("1", group.store(n).image().find("ha/x").orElseThrow().text());
        }
        group.network.heal();
        Group.await("a leader", () -> group.membership(leader).leader().isPresent());
        assertEquals(Optional.empty(), Stores.refuses(group.store(leader)));
        Group.done(group.store(leader).submit(Group.change("ha/y", "4")));
        Outcome later = group.store(leader).submit(lost);
        assertEquals(later, group.membership(leader).outcome(lost.id()).orElseThrow());
        group.awaitEqual();
    }

    @Test
    void a_node_whose_store_was_emptied_does_not_start() throws IOException {
        group = Group.of(dir, Group.usual(), 3);
        String gone = group.other();
        group.stop(gone);
        Home.deleteAll(group.home(gone));
        IOException e = assertThrows(IOException.class, () -> group.open(gone));
        assertTrue(e.getMessage().contains("joined before, store missing: remove and join again"), e.getMessage());
        Group.done(group.any().submit(Group.change("ha/x", "1")));
    }
}
