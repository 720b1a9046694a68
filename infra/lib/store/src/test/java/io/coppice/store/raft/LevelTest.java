package io.coppice.store.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.store.Membership.Role;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.StoreLines;
import io.coppice.store.state.Apply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.ratis.server.protocol.TermIndex;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that know other levels, in one group: those that are upgraded, and one that the level is raised past. */
class LevelTest {
    private static final int OLD = Apply.LEVEL - 1;
    private static final StoreOptions NEWER = Group.usual();
    private static final StoreOptions OLDER = Group.usual().withKnows(OLD);
    private static final String UPGRADE = "the store is at level " + Apply.LEVEL
            + ", the program here knows no level above " + OLD + "; upgrade the program here";

    @TempDir
    Path dir;

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private Group group;

    @AfterEach
    void close() {
        group.close();
    }

    /** Members that told the newest level, and went back to an older program before it was raised: who asks has had their answer. */
    private record Told(StoreLines lines, Set<String> members) implements StoreLines {
        private static final byte WHO = 13;

        @Override
        public CompletableFuture<byte[]> ask(String member, byte[] message) {
            return message[0] == WHO && members.contains(member)
                    ? CompletableFuture.completedFuture(Talk.answer(
                            new Who(Optional.empty(), -1, List.of(), Apply.LEVEL, TermIndex.valueOf(0, -1)).bytes()))
                    : lines.ask(member, message);
        }

        @Override
        public AutoCloseable answer(BiFunction<String, byte[], CompletableFuture<byte[]>> answers) {
            return lines.answer(answers);
        }
    }

    private void found(StoreOptions older) throws IOException {
        group = new Group(dir, older, lines -> new Told(lines, told));
        group.found("a");
    }

    private void upgrade(String node) throws IOException {
        group.stop(node);
        group.open(node, NEWER);
    }

    /** Of three that vote the first two are upgraded, and the level has stayed where it was. */
    private void twoOfThreeUpgraded() throws IOException {
        found(OLDER);
        group.grow("b");
        group.grow("c");
        group.awaitVoters(3);
        for (String node : List.of("a", "b")) {
            upgrade(node);
            group.awaitVoters(3);
        }
        write("1");
        group.awaitEqual();
        for (String node : group.running()) {
            assertEquals(OLD, group.membership(node).level(), node);
        }
    }

    private void write(String text) {
        Group.done(group.store(group.leader()).submit(Group.change("ha/x", text)));
    }

    private String read(String node) {
        return group.store(node).image().find("ha/x").orElseThrow().text();
    }

    private void raisePast(String node) throws IOException {
        IOException e = assertThrows(
                IOException.class, () -> group.membership(group.leader()).raise());
        assertTrue(e.getMessage().contains(group.member(node)), e.getMessage());
        raiseThoughItTold(node);
    }

    private void raiseThoughItTold(String node) throws IOException {
        told.add(group.member(node));
        assertEquals(Apply.LEVEL, group.membership(group.leader()).raise());
        told.clear();
    }

    private void doesNotOpen(String node) {
        IOException e = assertThrows(IOException.class, () -> group.open(node, OLDER));
        assertTrue(e.getMessage().endsWith(UPGRADE), e.getMessage());
    }

    /** It has all that was decided, and its vote counts: the one that led is not needed. */
    private void isBack(String node, String text) throws IOException {
        group.awaitVoters(3);
        group.awaitEqual();
        assertEquals(text, read(node));
        assertEquals(Apply.LEVEL, group.membership(node).level());
        assertEquals(Optional.empty(), group.membership(node).halted());
        String leader = group.leader();
        group.stop(leader.equals(node) ? group.other() : leader);
        Group.done(group.store(node).submit(Group.change("ha/x", "with its vote")));
    }

    @Test
    void a_store_that_names_no_other_member_is_at_the_newest_level_when_it_has_started() throws IOException {
        found(OLDER);
        assertEquals(OLD, group.membership("a").level());
        assertEquals(OLD, group.membership("a").raise());
        upgrade("a");
        assertEquals(Apply.LEVEL, group.membership("a").level());
    }

    @Test
    void a_founder_whose_one_other_member_does_not_vote_yet_does_not_raise_the_level_unasked() throws IOException {
        found(OLDER);
        group.join("b");
        upgrade("a");
        assertEquals(OLD, group.membership("a").level());
        Group.await(
                "b follows", () -> group.membership("a").standings().getLast().level() == OLD);
        assertEquals(OLD, group.membership("a").raise(), "b was asked");
        write("1");
        group.awaitEqual();
        upgrade("b");
        assertEquals(Apply.LEVEL, group.membership("a").raise());
        Group.await("b knows it", () -> group.membership("b").level() == Apply.LEVEL);
    }

    @Test
    void a_voter_that_meets_a_newer_level_in_the_log_does_not_open_and_upgraded_it_lacks_nothing() throws IOException {
        twoOfThreeUpgraded();
        group.stop("c");
        write("2");
        raisePast("c");
        write("3");
        doesNotOpen("c");
        doesNotOpen("c");
        write("4");
        group.open("c", NEWER);
        isBack("c", "4");
    }

    @Test
    void a_voter_that_is_sent_a_snapshot_of_a_newer_level_does_not_open_and_upgraded_it_lacks_nothing()
            throws IOException {
        twoOfThreeUpgraded();
        for (String node : List.of("a", "b")) {
            group.stop(node);
            group.open(node, NEWER.withSnapshotBytes(1 << 20));
            group.awaitVoters(3);
        }
        group.stop("c");
        raisePast("c");
        Group.await("logs that do not reach back", () -> {
            for (int i = 0; i < 20; i++) {
                write("x".repeat(500_000) + i);
            }
            return Stream.of("a", "b").noneMatch(this::hasFirstSegment);
        });
        write("3");
        doesNotOpen("c");
        doesNotOpen("c");
        group.open("c", NEWER);
        isBack("c", "3");
    }

    private boolean hasFirstSegment(String node) {
        Path log = group.home(node).resolve(Home.GROUP.getUuid().toString()).resolve("current");
        try (Stream<Path> files = Files.list(log)) {
            return files.map(f -> f.getFileName().toString())
                    .anyMatch(f -> f.startsWith("log_0-") || f.equals("log_inprogress_0"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void a_voter_that_runs_when_the_level_is_raised_past_it_says_so_and_takes_nothing_until_it_is_upgraded()
            throws IOException {
        twoOfThreeUpgraded();
        if (group.leader().equals("c")) {
            Stores.handOver(group.store("c"));
            Group.await(
                    "another leads",
                    () -> group.leading().filter(n -> !n.equals("c")).isPresent());
        }
        raiseThoughItTold("c");
        Group.await("it has halted", () -> group.membership("c").halted().isPresent());
        assertEquals(
                "the store has halted here, and what it shows is old: " + UPGRADE,
                group.membership("c").halted().orElseThrow());
        assertEquals(
                Optional.empty(), group.membership("c").leader(), "at once, and not when it has missed some beats");
        refusedAtOnce("c");
        write("2");
        assertEquals("1", read("c"));
        assertEquals(OLD, group.membership("c").level());
        upgrade("c");
        isBack("c", "2");
    }

    private void refusedAtOnce(String node) {
        Store store = group.store(node);
        Outcome outcome = store.submit(Group.change("ha/y", "1"));
        assertTrue(
                outcome instanceof Outcome.Refused r
                        && r.reason() == Outcome.Reason.NO_QUORUM
                        && r.message().endsWith(UPGRADE),
                outcome::toString);
    }

    @Test
    void a_member_that_does_not_vote_says_so_too_and_is_not_made_a_voter() throws IOException {
        found(OLDER);
        for (String node : List.of("b", "c", "d")) {
            group.grow(node);
        }
        group.awaitVoters(3);
        String follower = group.running().stream()
                .filter(n -> group.membership(n).role() == Role.FOLLOWS)
                .findFirst()
                .orElseThrow();
        for (String node : group.running()) {
            if (!node.equals(follower)) {
                upgrade(node);
                group.awaitVoters(3);
            }
        }
        write("1");
        group.awaitEqual();
        Group.await("it could vote", () -> isReady(follower));
        raiseThoughItTold(follower);
        Group.await("it has halted", () -> group.membership(follower).halted().isPresent());
        refusedAtOnce(follower);
        assertFalse(isReady(follower));
        write("2");
        assertEquals("1", read(follower));
        group.stop(follower);
        doesNotOpen(follower);
        group.open(follower, NEWER);
        group.awaitEqual();
        assertEquals("2", read(follower));
        Group.await("it could vote again", () -> isReady(follower));
    }

    private boolean isReady(String node) {
        return group.membership(group.leader()).standings().stream()
                .anyMatch(s -> s.member().equals(group.member(node)) && s.ready());
    }
}
