package io.coppice.store.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.store.Change;
import io.coppice.store.Image;
import io.coppice.store.Outcome;
import io.coppice.store.codec.EntryCodec;
import io.coppice.store.codec.SnapshotCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Many short histories over two replicas, in which entries are proposed and lost, come twice, and replicas restart from
 * a snapshot and their log. {@code -Dcoppice.histories=1000000} for all of them.
 */
class FaultyHistoriesTest {
    private static final int HISTORIES = Integer.getInteger("coppice.histories", 3000);
    private static final State FOUNDED = Apply.apply(
                    Apply.apply(State.BLANK, new Entry.Founding(new UUID(1, 2))).state(),
                    new Entry.LevelRaise(Apply.LEVEL))
            .state();

    private static final byte[] FIRST = first();

    private static byte[] first() {
        try {
            return ApplyHistoryTest.bytes(FOUNDED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A replica as its disk has it: a snapshot, and the entries after it. */
    private static final class Replica {
        private byte[] snapshot = FIRST;
        private final List<byte[]> log = new ArrayList<>();
        State state = FOUNDED;

        Outcome apply(byte[] entry) throws IOException {
            log.add(entry);
            Apply.Applied applied = Apply.apply(state, EntryCodec.entry(entry));
            state = applied.state();
            return applied.outcome().orElseThrow();
        }

        void snapshot() throws IOException {
            snapshot = ApplyHistoryTest.bytes(state);
            log.clear();
        }

        void restart() throws IOException {
            state = SnapshotCodec.read(new ByteArrayInputStream(snapshot));
            for (byte[] entry : log) {
                state = Apply.apply(state, EntryCodec.entry(entry)).state();
            }
        }

        /** As a leader sends its snapshot to one that fell too far behind. */
        void install(Replica other) throws IOException {
            other.snapshot();
            snapshot = other.snapshot;
            log.clear();
            restart();
        }
    }

    @Test
    void whatever_is_lost_repeated_or_restarted_replicas_decide_alike_and_once() throws IOException {
        long done = 0;
        for (long seed = 0; seed < HISTORIES; seed++) {
            done += history(seed);
        }
        assertTrue(done > HISTORIES, "histories in which little happens: " + done);
    }

    private static long history(long seed) throws IOException {
        Random random = new Random(seed);
        Histories histories = new Histories(seed);
        Naive naive = new Naive();
        Replica leader = new Replica();
        Replica follower = new Replica();
        Map<UUID, Outcome> told = new HashMap<>();
        long done = 0;
        for (int i = 4 + random.nextInt(12); i > 0; i--) {
            Entry.Proposal p = histories.next(leader.state);
            if (random.nextInt(8) == 0) {
                // Proposed by a leader that lost its place: it never was, and may be sent again.
                continue;
            }
            byte[] entry = EntryCodec.stamp(
                    EntryCodec.bytes(new Entry.Proposal(0, p.change())), p.stampMillis() - random.nextInt(3000));
            Outcome outcome = leader.apply(entry);
            assertEquals(outcome, follower.apply(entry), () -> "seed " + seed);
            decidedOnce(told, p.change(), outcome, seed);
            assertEquals(
                    naive.apply(p.change()).startsWith("done"),
                    outcome instanceof Outcome.Done,
                    () -> "seed " + seed + ": " + p);
            done += outcome instanceof Outcome.Done ? 1 : 0;
            befall(random, leader, follower);
        }
        assertArrayEquals(
                ApplyHistoryTest.bytes(leader.state), ApplyHistoryTest.bytes(follower.state), () -> "seed " + seed);
        holds(leader.state, seed);
        return done;
    }

    private static void befall(Random random, Replica leader, Replica follower) throws IOException {
        switch (random.nextInt(12)) {
            case 0 -> leader.restart();
            case 1 -> follower.restart();
            case 2 -> follower.snapshot();
            case 3 -> follower.install(leader);
            default -> {}
        }
    }

    private static void decidedOnce(Map<UUID, Outcome> told, Change change, Outcome outcome, long seed) {
        Outcome before = told.putIfAbsent(change.id(), outcome);
        if (before != null) {
            assertEquals(before, outcome, () -> "seed " + seed + ": decided twice: " + change);
        }
    }

    /** What apply promises of every state. */
    private static void holds(State state, long seed) {
        Picture p = state.picture();
        for (int vmid = 100; vmid < 103; vmid++) {
            int number = vmid;
            assertTrue(p.documents().configurations(vmid).size() <= 1, () -> "seed " + seed + ": two guests " + number);
        }
        p.leases().each((name, l) -> assertTrue(l.epoch() <= state.lastEpoch(), () -> "seed " + seed));
        for (Image.Reservation r : p.reservations()) {
            assertTrue(
                    !r.rests() || p.documents().configurations(r.vmid()).isEmpty(),
                    () -> "seed " + seed + ": a guest's number rests");
        }
    }
}
