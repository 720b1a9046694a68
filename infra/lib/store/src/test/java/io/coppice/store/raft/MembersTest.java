package io.coppice.store.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.store.Change;
import io.coppice.store.Image;
import io.coppice.store.LevelFloor;
import io.coppice.store.Membership.Role;
import io.coppice.store.Membership.Standing;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.StoreLines;
import io.coppice.store.state.Apply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembersTest {
    @TempDir
    Path dir;

    private Group group;

    @AfterEach
    void close() {
        group.close();
    }

    @Test
    void of_four_members_three_vote_and_the_fourth_takes_the_place_of_one_that_is_dead() throws IOException {
        group = Group.of(dir, Group.usual().withDeadAfter(Duration.ofSeconds(5)), 4);
        String fourth = group.running().stream()
                .filter(n -> group.membership(n).role() == Role.FOLLOWS)
                .findFirst()
                .orElseThrow();
        String dead = group.other();
        group.stop(dead);
        Group.await("another vote", () -> group.membership(fourth).role() == Role.VOTES);
        Group.await("settled", () -> !group.membership(fourth).voters().contains(group.member(dead)));
        group.open(dead);
        Group.await(
                "its place",
                () -> group.membership(dead).role() == Role.FOLLOWS
                        && !Files.exists(
                                group.home(dead).resolve(Home.GROUP.getUuid().toString())));
        Group.done(group.store(dead).submit(Group.change("ha/x", "1")));
        group.awaitEqual();
    }

    @Test
    void a_member_that_was_not_restarted_since_it_joined_does_not_vote() throws IOException {
        group = new Group(dir, Group.usual());
        group.found("a");
        group.join("b");
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
        assertEquals(Role.FOLLOWS, group.membership("b").role());
        List<Standing> standings = group.membership("a").standings();
        assertEquals(2, standings.size());
        assertFalse(standings.getLast().ready());
        assertEquals(Apply.LEVEL, standings.getLast().level());
        assertTrue(group.membership("b").standings().isEmpty());
        assertEquals(Apply.LEVEL, group.membership("a").raise());
    }

    @Test
    void any_member_has_the_level_raised_by_the_leader_which_asks_all() throws IOException {
        group = Group.of(dir, Group.usual(), 2);
        String other = group.other();
        assertEquals(Apply.LEVEL, group.membership(other).raise());
        String third = "c";
        group.join(third);
        assertEquals(Apply.LEVEL, group.membership(third).level(), "one that does not vote knows it too");
        assertEquals(Apply.LEVEL, group.membership(third).raise());
        group.stop(third);
        IOException e =
                assertThrows(IOException.class, () -> group.membership(other).raise());
        assertTrue(e.getMessage().contains(group.member(third)), e.getMessage());
    }

    @Test
    void a_raise_in_whose_moment_a_member_is_admitted_is_refused_and_the_next_one_asks_that_one_too()
            throws IOException {
        AtomicReference<Runnable> whenAsked = new AtomicReference<>(() -> {});
        group = new Group(dir, Group.usual(), lines -> new Asked(lines, whenAsked));
        Store a = group.found("a");
        group.join("b");
        int newer = Apply.LEVEL + 1;
        Group.done(a.submit(required(a.image(), newer).build()));
        whenAsked.set(() -> Group.done(a.submit(required(a.image(), newer)
                .put("cluster/members/c", "c-00000000")
                .build())));
        IOException meanwhile =
                assertThrows(IOException.class, () -> group.membership("b").raise());
        assertTrue(meanwhile.getMessage().contains("a member was admitted at the same time"), meanwhile.getMessage());
        whenAsked.set(() -> {});
        IOException silent =
                assertThrows(IOException.class, () -> group.membership("a").raise());
        assertTrue(silent.getMessage().contains("c-00000000"), silent.getMessage());
        group.remove(a, "c");
        assertEquals(Apply.LEVEL, group.membership("b").raise());
        assertEquals(Apply.LEVEL, LevelFloor.in(a.image()), "nobody is kept out by a raise that did not come");
    }

    private static Change.Builder required(Image read, int level) {
        return LevelFloor.write(Change.by(Service.NODE, "root@pam"), read, level);
    }

    /** Something happens when a member is asked what it knows. */
    private record Asked(StoreLines lines, AtomicReference<Runnable> what) implements StoreLines {
        private static final byte WHO = 13;

        @Override
        public CompletableFuture<byte[]> ask(String member, byte[] message) {
            if (message[0] == WHO) {
                what.get().run();
            }
            return lines.ask(member, message);
        }

        @Override
        public AutoCloseable answer(BiFunction<String, byte[], CompletableFuture<byte[]>> answers) {
            return lines.answer(answers);
        }
    }

    @Test
    void a_removed_member_is_a_stranger_and_joins_again_under_its_old_name() throws IOException {
        group = Group.of(dir, Group.usual(), 3);
        String gone = group.other();
        String before = group.member(gone);
        group.remove(group.any(), gone);
        Group.await("a stranger", () -> group.membership(gone).role() == Role.STRANGER);
        group.awaitVoters(2);
        group.stop(gone);
        Home.deleteAll(group.home(gone).getParent());
        group.grow(gone);
        assertNotEquals(before, group.member(gone));
        group.awaitVoters(3);
        group.awaitEqual();
    }

    @Test
    void the_leader_can_be_removed() throws IOException {
        group = Group.of(dir, Group.usual(), 3);
        String leader = group.leader();
        group.remove(group.store(leader), leader);
        Group.await("a stranger", () -> group.membership(leader).role() == Role.STRANGER);
        group.stop(leader);
        group.awaitVoters(2);
        Group.done(group.any().submit(Group.change("ha/x", "1")));
    }

    @Test
    void who_follows_shows_its_last_image_after_a_restart_without_the_others() throws IOException {
        group = new Group(dir, Group.usual());
        Store a = group.found("a");
        Group.done(a.submit(Group.change("ha/x", "1")));
        Store b = group.join("b");
        group.awaitEqual();
        b.close();
        group.stop("a");
        Store again = group.open("b");
        assertEquals("1", again.image().find("ha/x").orElseThrow().text());
        assertTrue(again.submit(Group.change("ha/x", "2")) instanceof Outcome.Refused r
                && r.reason() == Outcome.Reason.NO_QUORUM);
    }

    @Test
    void one_that_voted_shows_what_it_had_after_a_restart_without_the_others() throws IOException {
        group = Group.of(dir, Group.usual(), 3);
        Group.done(group.any().submit(Group.change("ha/x", "1")));
        Group.done(group.any().submit(Group.change("ha/y", "1")));
        group.awaitEqual();
        String alone = group.other();
        List.copyOf(group.running()).forEach(group::stop);
        Store store = group.open(alone);
        assertEquals("1", store.image().find("ha/x").orElseThrow().text());
        assertEquals(Role.VOTES, group.membership(alone).role());
    }

    @Test
    void one_that_voted_and_was_away_has_all_that_was_decided_meanwhile_as_soon_as_it_is_open() throws IOException {
        group = Group.of(dir, Group.usual(), 3);
        String away = group.other();
        for (int i = 0; i < 3; i++) {
            group.stop(away);
            for (int n = 0; n < 20; n++) {
                Group.done(group.any().submit(Group.change("ha/x", i + "." + n)));
            }
            Store back = group.open(away);
            assertEquals(i + ".19", back.image().find("ha/x").orElseThrow().text());
        }
    }

    @Test
    void all_start_at_once_after_all_were_stopped() throws IOException {
        group = Group.of(dir, Group.usual(), 3);
        Group.done(group.any().submit(Group.change("ha/x", "1")));
        List<String> nodes = List.copyOf(group.running());
        nodes.forEach(group::stop);
        nodes.parallelStream().forEach(n -> {
            try {
                group.open(n);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        group.awaitVoters(3);
        Group.done(group.any().submit(Group.change("ha/x", "2")));
        group.awaitEqual();
    }

    @Test
    void joining_is_done_again_after_a_crash_and_refused_over_another_store() throws IOException {
        group = new Group(dir, Group.usual());
        group.found("a");
        String member = Stores.newMember(new NodeName("b"));
        // As a process leaves it that is killed after it had said who it will be.
        Home.make(group.home("b"), member, List.of(group.member("a")));
        Store b = group.join("b", member, Group.usual());
        assertEquals(Role.FOLLOWS, group.membership("b").role());
        b.close();
        IOException e = assertThrows(IOException.class, () -> group.join("b", "b-00000000", Group.usual()));
        assertTrue(e.getMessage().contains("another store"), e.getMessage());
    }

    @Test
    void an_image_larger_than_one_message_comes_in_parts() throws IOException {
        group = new Group(dir, Group.usual());
        Store a = group.found("a");
        for (int i = 0; i < 24; i++) {
            Group.done(a.submit(Group.change("ha/" + i, "x".repeat(900_000))));
        }
        Store b = group.join("b");
        group.awaitEqual();
        assertEquals(25 + 1, b.image().below("").size());
        Group.done(b.submit(Group.change("ha/0", "y".repeat(1_000_000))));
        group.awaitEqual();
    }
}
