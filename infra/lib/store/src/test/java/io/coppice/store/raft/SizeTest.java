package io.coppice.store.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.store.Change;
import io.coppice.store.Membership.Role;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many members in one process, and how long things take. */
class SizeTest {
    private static final int MEMBERS = 32;

    @TempDir
    Path dir;

    @Test
    void thirty_two_members_are_one_group_of_which_seven_vote() throws IOException {
        List<Duration> joins = new ArrayList<>();
        try (Group group = new Group(dir, Group.usual())) {
            group.found(name(0));
            for (int i = 1; i < MEMBERS; i++) {
                long began = System.nanoTime();
                group.join(name(i));
                joins.add(Duration.ofNanos(System.nanoTime() - began));
                if (i < 9) {
                    group.restart(name(i));
                }
            }
            Duration longest = Collections.max(joins);
            assertTrue(longest.compareTo(Duration.ofSeconds(10)) < 0, "a join took " + longest);
            group.awaitVoters(7);
            Store last = group.store(name(MEMBERS - 1));
            Group.done(last.submit(Group.change("ha/x", "by the last")));
            group.awaitEqual();
            assertEquals(
                    MEMBERS - 7,
                    group.running().stream()
                            .filter(n -> group.membership(n).role() == Role.FOLLOWS)
                            .count());
            long pause = pause(group, name(MEMBERS - 1));
            group.awaitEqual();
            System.out.println("of " + MEMBERS + " members the longest join took " + longest.toMillis()
                    + " ms; the next write after the leader's loss came after " + pause + " ms");
        }
    }

    /** How long a write takes, in ms, that begins when the leader is lost. */
    private static long pause(Group group, String node) {
        String lost = group.leader();
        long began = System.nanoTime();
        group.cutOff(lost);
        Change change = Group.change("ha/x", "without " + lost);
        Group.await("a write", () -> group.store(node).submit(change) instanceof Outcome.Done);
        long took = (System.nanoTime() - began) / 1_000_000;
        group.network.heal();
        return took;
    }

    @Test
    void the_next_write_after_the_loss_of_the_leader_comes_within_three_seconds() throws IOException {
        List<Long> pauses = new ArrayList<>();
        try (Group group = Group.of(dir, Group.usual(), 3)) {
            for (int i = 0; i < 7; i++) {
                pauses.add(pause(group, group.other()));
                group.awaitVoters(3);
                group.awaitEqual();
            }
        }
        Collections.sort(pauses);
        System.out.println("the next write came after " + pauses + " ms");
        assertTrue(pauses.get(pauses.size() / 2) < 3000, pauses::toString);
        assertTrue(pauses.getLast() < 10_000, pauses::toString);
    }

    private static String name(int i) {
        return "n" + (100 + i);
    }

    @Test
    void a_write_of_three_members_takes_milliseconds() throws IOException {
        try (Group group = Group.of(dir, Group.usual(), 3)) {
            String leader = group.leader();
            long atLeader = micros(group.store(leader));
            long elsewhere = micros(group.store(group.other()));
            System.out.println("a write takes " + atLeader + " µs at the leader, " + elsewhere + " µs elsewhere");
            assertTrue(atLeader < 200_000 && elsewhere < 200_000, atLeader + " and " + elsewhere + " µs");
        }
    }

    /** The median of some hundred. */
    private static long micros(Store store) {
        List<Long> took = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long began = System.nanoTime();
            Group.done(store.submit(Group.change("ha/x", "n" + i)));
            took.add((System.nanoTime() - began) / 1000);
        }
        Collections.sort(took);
        return took.get(took.size() / 2);
    }
}
