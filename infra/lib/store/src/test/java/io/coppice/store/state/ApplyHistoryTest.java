package io.coppice.store.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.store.Outcome;
import io.coppice.store.codec.EntryCodec;
import io.coppice.store.codec.SnapshotCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplyHistoryTest {
    private static final int STEPS = 3000;
    private static final State FOUNDED = Apply.apply(
                    Apply.apply(State.BLANK, new Entry.Founding(new UUID(1, 2))).state(),
                    new Entry.LevelRaise(Apply.LEVEL))
            .state();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void a_random_history_does_what_the_naive_model_does(long seed) {
        Histories histories = new Histories(seed);
        Naive naive = new Naive();
        State state = FOUNDED;
        int done = 0;
        for (int i = 0; i < STEPS; i++) {
            Entry.Proposal p = histories.next(state);
            State before = state;
            Apply.Applied applied = Apply.apply(state, p);
            state = applied.state();
            String expected = naive.apply(p.change());
            assertEquals(expected, shown(applied.outcome().orElseThrow()), () -> "seed " + seed + ": " + p);
            same(naive, state, seed);
            assertTrue(state.stampMillis() >= before.stampMillis(), "a stamp went back");
            done += expected.startsWith("done") ? 1 : 0;
        }
        assertTrue(done > STEPS / 10, "a history in which little happens: " + done);
    }

    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103})
    void replicas_and_restored_replicas_have_equal_bytes(long seed) throws IOException {
        Histories histories = new Histories(seed);
        Random random = new Random(seed);
        State leader = FOUNDED;
        State follower = FOUNDED;
        for (int i = 0; i < STEPS; i++) {
            Entry.Proposal p = histories.next(leader);
            leader = Apply.apply(leader, p).state();
            follower =
                    Apply.apply(follower, EntryCodec.entry(EntryCodec.bytes(p))).state();
            if (random.nextInt(200) == 0) {
                follower = SnapshotCodec.read(new ByteArrayInputStream(bytes(follower)));
                assertArrayEquals(bytes(leader), bytes(follower), "seed " + seed + " at " + i);
            }
        }
        assertArrayEquals(bytes(leader), bytes(follower), "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {201, 202})
    void the_history_replayed_over_any_older_picture_gives_the_newest(long seed) throws IOException {
        Histories histories = new Histories(seed);
        Random random = new Random(seed);
        State state = FOUNDED;
        Picture old = state.picture();
        for (int i = 0; i < STEPS; i++) {
            state = Apply.apply(state, histories.next(state)).state();
            if (random.nextInt(100) == 0) {
                Picture grown = old;
                long newest = state.picture().revision().number();
                for (Happening h :
                        state.history().after(old.revision().number(), newest).orElseThrow()) {
                    grown = grown.with(h);
                }
                assertArrayEquals(bytes(with(state, state.picture())), bytes(with(state, grown)));
                old = grown;
            }
        }
    }

    private static State with(State s, Picture p) {
        return new State(s.level(), s.stampMillis(), s.lastEpoch(), p, Outcomes.NONE, History.NONE);
    }

    static byte[] bytes(State s) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SnapshotCodec.write(out, s);
        return out.toByteArray();
    }

    private static String shown(Outcome o) {
        return switch (o) {
            case Outcome.Done d -> "done " + d.revision().number();
            case Outcome.Refused r -> "refused";
            case Outcome.Unknown u -> "unknown";
        };
    }

    private static void same(Naive naive, State state, long seed) {
        assertEquals(naive.revision, state.picture().revision().number());
        TreeMap<String, Naive.Doc> docs = new TreeMap<>();
        state.picture().below("").forEach(d -> docs.put(d.path(), new Naive.Doc(d.text(), d.revision(), d.since())));
        assertEquals(naive.world.docs, docs, () -> "seed " + seed);
        TreeMap<Integer, String> reserved = new TreeMap<>();
        TreeMap<Integer, String> expected = new TreeMap<>();
        naive.world.reserved.forEach((vmid, r) -> expected.put(vmid, r.owner() + "@" + r.revision() + "+" + r.term()));
        state.picture()
                .reservations()
                .forEach(r -> reserved.put(r.vmid(), r.owner() + "@" + r.revision() + "+" + r.termMillis()));
        assertEquals(expected, reserved, () -> "seed " + seed);
        TreeMap<String, Naive.Lease> leases = new TreeMap<>();
        state.picture()
                .leases()
                .each((name, l) -> leases.put(name, new Naive.Lease(l.holder(), l.epoch(), l.renewal())));
        assertEquals(naive.world.leases, leases, () -> "seed " + seed);
    }
}
