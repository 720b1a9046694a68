package io.coppice.store.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change;
import io.coppice.store.Membership.Role;
import io.coppice.store.Outcome;
import io.coppice.store.state.Sizes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trial of Ratis was caught in, each as a test of the group. */
class TrapsTest {
    @TempDir
    Path dir;

    private Group group;

    @AfterEach
    void close() {
        group.close();
    }

    private Path log(String node) {
        return group.home(node).resolve(Home.GROUP.getUuid().toString());
    }

    private List<Path> files(String node, String folder, String begin) throws IOException {
        try (Stream<Path> all = Files.list(log(node).resolve(folder))) {
            return all.filter(p -> p.getFileName().toString().startsWith(begin)).toList();
        }
    }

    @Test
    void it_grows_when_the_log_before_the_snapshot_is_gone_and_goes_on_without_the_first_member() throws IOException {
        group = new Group(dir, Group.usual().withSnapshotBytes(1 << 20));
        group.found("a");
        group.write("a", "ha/x", 40);
        Group.await("a purged log", () -> {
            try {
                return files("a", "current", "log_0-").isEmpty()
                        && files("a", "current", "log_inprogress_0").isEmpty();
            } catch (IOException e) {
                return false;
            }
        });
        group.grow("b");
        group.grow("c");
        group.awaitVoters(3);
        group.awaitEqual();
        group.stop("a");
        Group.done(group.store("b").submit(Group.change("ha/y", "1")));
        Group.done(group.store("c").submit(Group.change("ha/y", "2")));
        group.awaitEqual();
        assertEquals(
                Group.LARGE + 39,
                group.store("c").image().find("ha/x").orElseThrow().text());
    }

    /** The index at which each file of a member's log begins. */
    private List<Long> segments(String node) {
        try {
            return files(node, "current", "log_").stream()
                    .map(p -> p.getFileName().toString().replaceFirst("log_(inprogress_)?", ""))
                    .map(rest -> Long.parseLong(rest.split("-")[0]))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_member_that_was_away_keeps_no_log_from_being_purged_and_gets_a_snapshot() throws IOException {
        group = Group.of(dir, Group.usual().withSnapshotBytes(1 << 20), 3);
        String away = group.other();
        group.stop(away);
        Group.done(group.store(group.leader()).submit(Group.change("ha/first", "that is missed")));
        // What comes next for the one that is away lies in this file of the log, or in one before.
        long missed = segments(group.leader()).getLast();
        assertEquals(2, group.running().size());
        Group.await("logs without what the one that is away has to get next", () -> {
            // one snapshot is taken once a second at most, so that what is written at once makes one alone
            group.write(group.leader(), "ha/x", 20);
            return group.running().stream().allMatch(n -> segments(n).getFirst() > missed);
        });
        assertTrue(segments(away).getFirst() <= missed, "its own goes on from where it was");
        group.open(away);
        group.awaitEqual();
        assertEquals(
                "that is missed",
                group.store(away).image().find("ha/first").orElseThrow().text());
        group.stop(group.leader());
        Group.done(group.store(away).submit(Group.change("ha/y", "1")));
    }

    /** As a process leaves it that is killed when the leader's snapshot has its name, before the log that it makes needless is gone. */
    @Test
    void a_member_whose_log_ends_before_its_snapshot_goes_on_from_that() throws IOException {
        group = Group.of(dir, Group.usual().withSnapshotBytes(1 << 20), 3);
        String away = group.other();
        group.stop(away);
        Map<Path, byte[]> old = new HashMap<>();
        for (Path segment : files(away, "current", "log_")) {
            old.put(segment, Files.readAllBytes(segment));
        }
        assertTrue(old.keySet().stream().anyMatch(p -> p.toString().contains("log_inprogress_")), old::toString);
        long missed = segments(group.leader()).getLast();
        Group.await("logs without what the one that is away has to get next", () -> {
            group.write(group.leader(), "ha/x", 20);
            return group.running().stream().allMatch(n -> segments(n).getFirst() > missed);
        });
        group.open(away);
        group.awaitEqual();
        group.stop(away);
        assertFalse(files(away, "sm", "snapshot.").isEmpty(), "it was sent one");
        for (Path segment : files(away, "current", "log_")) {
            Files.delete(segment);
        }
        for (Map.Entry<Path, byte[]> segment : old.entrySet()) {
            Files.write(segment.getKey(), segment.getValue());
        }
        group.open(away);
        group.awaitVoters(3);
        Group.done(group.any().submit(Group.change("ha/y", "1")));
        group.awaitEqual();
        assertEquals("1", group.store(away).image().find("ha/y").orElseThrow().text());
    }

    /** So many bytes of paths and texts, in documents that are each below their own limit. */
    private static Change large(int bytes) {
        Change.Builder change = Change.by(Service.COMPUTE, "root@pam");
        int left = bytes;
        for (int i = 0; left > 0; i++) {
            String path = "ha/part" + (char) ('a' + i);
            int text = Math.min(left - path.length(), 700_000);
            change.put(path, String.valueOf((char) ('a' + i)).repeat(text));
            left -= path.length() + text;
        }
        return change.build();
    }

    @Test
    void a_change_as_large_as_one_may_be_goes_through_three_members_and_one_above_is_refused() throws IOException {
        group = Group.of(dir, Group.usual(), 3);
        String leader = group.leader();
        String other = group.other();
        for (String by : List.of(leader, other)) {
            for (int bytes : new int[] {Sizes.CHANGE - 1000, Sizes.CHANGE}) {
                Group.done(group.store(by).submit(large(bytes)));
                group.awaitEqual();
                for (String node : group.running()) {
                    assertEquals(
                            bytes,
                            group.store(node).image().below("ha/part").stream()
                                    .mapToInt(d -> d.path().length() + d.text().length())
                                    .sum(),
                            node);
                }
            }
            Outcome above = group.store(by).submit(large(Sizes.CHANGE + 1));
            Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, above);
            assertEquals(Outcome.Reason.TOO_LARGE, refused.reason());
            assertEquals("a change of 4194305 bytes; the limit is 4194304", refused.message());
        }
        group.restart(other);
        group.awaitVoters(3);
        group.stop(leader);
        Group.done(group.store(other).submit(Group.change("ha/y", "1")));
        group.awaitEqual();
        assertEquals(
                "f".repeat(100),
                group.store(other)
                        .image()
                        .find("ha/partf")
                        .map(d -> d.text().substring(0, 100))
                        .orElse("nothing"));
    }

    @Test
    void a_leader_that_is_cut_off_answers_no_fresh_read_with_what_is_old() throws IOException {
        group = Group.of(dir, Group.usual(), 3);
        String old = group.leader();
        String other = group.other();
        Group.done(group.store(old).submit(Group.change("ha/x", "old")));
        group.cutOff(old);
        Group.await(
                "another leader",
                () -> group.membership(other)
                        .leader()
                        .filter(l -> !group.node(l).equals(old))
                        .isPresent());
        Group.done(group.store(other).submit(Group.change("ha/x", "new")));
        Outcome read =
                group.store(old).submit(Change.by(Service.COMPUTE, "root@pam").build());
        assertTrue(!(read instanceof Outcome.Done), read::toString);
        assertEquals("old", group.store(old).image().find("ha/x").orElseThrow().text());
        group.network.heal();
        Group.await("its leader", () -> group.membership(old).leader().isPresent());
        Group.done(
                group.store(old).submit(Change.by(Service.COMPUTE, "root@pam").build()));
        assertEquals("new", group.store(old).image().find("ha/x").orElseThrow().text());
    }

    @Test
    void a_leader_whose_disk_takes_nothing_gives_its_place_up_and_comes_back() throws IOException {
        group = Group.of(dir, Group.usual(), 3);
        String ill = group.leader();
        String well = group.other();
        // What is open can still be written; the next part of the log cannot be made.
        Path current = log(ill).resolve("current");
        Files.move(current, current.resolveSibling("away"));
        group.write(well, "ha/x", 25);
        assertTrue(group.membership(ill).role() != Role.LEADS, "it leads still");
        Group.done(group.store(ill).submit(Group.change("ha/y", "through another")));
        Files.move(current.resolveSibling("away"), current);
        Group.await("its vote", () -> group.membership(ill).role() != Role.FOLLOWS, 60);
        group.awaitEqual();
    }

    @Test
    void a_torn_last_record_of_one_member_costs_nothing() throws IOException {
        group = Group.of(dir, Group.usual(), 3);
        String torn = group.other();
        group.write(group.leader(), "ha/x", 2);
        group.stop(torn);
        Path file = files(torn, "current", "log_inprogress_").getFirst();
        byte[] all = Files.readAllBytes(file);
        byte[] cut = Arrays.copyOf(all, all.length + 4096);
        cut[all.length] = 100;
        cut[all.length + 1] = 8;
        cut[all.length + 2] = 1;
        Files.write(file, cut);
        group.write(group.leader(), "ha/x", 2);
        group.open(torn);
        group.awaitEqual();
        group.stop(group.leader());
        Group.done(group.store(torn).submit(Group.change("ha/y", "1")));
    }
}
