package io.coppice.store.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.store.Change;
import io.coppice.store.Membership.Role;
import io.coppice.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member comes back with its disk as it was some time ago. */
class OldDiskTest {
    @TempDir
    Path dir;

    private Group group;

    @AfterEach
    void close() {
        group.close();
    }

    @Test
    void it_votes_only_when_it_has_what_was_acknowledged() throws IOException {
        group = Group.of(dir, Group.usual(), 3);
        String leader = group.leader();
        String back = group.other();
        String third = group.running().stream()
                .filter(n -> !n.equals(leader) && !n.equals(back))
                .findFirst()
                .orElseThrow();
        group.stop(back);
        Path image = dir.resolve("image");
        group.copyDisk(back, image);
        group.open(back);
        // Only the leader and the one whose disk is put back have these.
        group.cutOff(third);
        group.write(leader, "ha/x", 3);
        group.stop(back);
        group.putBack(back, image);
        // Both of the others are near, and could elect each other; neither has what was acknowledged.
        group.network.heal(group.member(third), group.member(back));
        group.network.heal(group.member(back), group.member(third));
        Store store = group.open(back);
        Group.await(
                "all of it",
                () -> store.image()
                        .find("ha/x")
                        .filter(d -> d.text().equals(Group.LARGE + 2))
                        .isPresent());
        // Only these two can have it, so that the log of the one whose disk was put back has all before it.
        group.write(leader, "ha/z", 1);
        group.stop(leader);
        Group.await("a leader", () -> group.leading().isPresent());
        assertEquals(back, group.leading().orElseThrow());
        Group.done(group.store(third).submit(Group.change("ha/y", "1")));
        assertEquals(
                Group.LARGE + 2,
                group.store(third).image().find("ha/x").orElseThrow().text());
    }

    @Test
    void one_that_ends_with_what_was_never_decided_catches_up() throws Exception {
        group = Group.of(dir, Group.usual(), 3);
        String back = group.leader();
        // What the third votes by is known to all only with what comes after it.
        group.write(back, "ha/w", 1);
        group.awaitEqual();
        group.cutOff(back);
        Store cutOff = group.store(back);
        try (ExecutorService at = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5; i++) {
                Change undecided = Group.change("ha/undecided" + i, "1");
                var unused = at.submit(() -> cutOff.submit(undecided));
            }
        }
        group.stop(back);
        Path image = dir.resolve("image");
        group.copyDisk(back, image);
        group.network.heal();
        Group.await("another leader", () -> group.leading().isPresent());
        group.write(group.leader(), "ha/x", 3);
        Store caughtUp = group.open(back);
        Group.await("all of it", () -> has(caughtUp, "ha/x", Group.LARGE + 2));
        group.stop(back);
        group.putBack(back, image);
        group.write(group.leader(), "ha/x", 1);
        group.write(group.leader(), "ha/y", 1);
        Store again = group.open(back);
        Group.await("all of it once more", () -> has(again, "ha/y", Group.LARGE + 0));
        assertTrue(has(again, "ha/x", Group.LARGE + 0));
        assertTrue(again.image().find("ha/undecided0").isEmpty());
        group.write(back, "ha/z", 1);
        group.awaitEqual();
    }

    @Test
    void one_from_before_it_voted_votes_again() throws IOException {
        group = Group.of(dir, Group.usual(), 2);
        group.join("c");
        group.stop("c");
        Path image = dir.resolve("image");
        group.copyDisk("c", image);
        group.open("c");
        group.awaitVoters(3);
        group.write(group.leader(), "ha/x", 2);
        String leader = group.leader().equals("c") ? "" : group.leader();
        assertTrue(!leader.isEmpty(), "the third does not lead at once");
        group.stop("c");
        group.putBack("c", image);
        group.write(leader, "ha/x", 3);
        Store back = group.open("c");
        Group.await("all of it", () -> has(back, "ha/x", Group.LARGE + 2));
        Group.await("its vote", () -> group.membership("c").role() == Role.VOTES);
        // With its log alone the third one can be lost.
        String lost = leader.equals("a") ? "b" : "a";
        group.stop(lost);
        group.write(leader, "ha/y", 1);
        group.awaitEqual();
    }

    @Test
    void one_that_was_to_vote_and_got_nothing_yet_shows_what_it_had() throws IOException {
        group = Group.of(dir, Group.usual(), 2);
        group.write(group.leader(), "ha/x", 1);
        Store follows = group.join("c");
        Group.await("all of it", () -> has(follows, "ha/x", Group.LARGE + 0));
        group.stop("c");
        Files.createDirectories(
                group.home("c").resolve(Home.GROUP.getUuid().toString()).resolve("current"));
        group.cutOff("c");
        assertTrue(has(group.open("c"), "ha/x", Group.LARGE + 0));
        group.network.heal();
        group.awaitVoters(3);
    }

    private static boolean has(Store store, String path, String text) {
        return store.image().find(path).filter(d -> d.text().equals(text)).isPresent();
    }
}
