package io.coppice.store.raft;

import io.coppice.store.state.Apply;
import java.time.Clock;
import java.time.Duration;

/**
 * How a store behaves on disk.
 *
 * @param minFreeBytes below it, only deletions and renewals are taken
 * @param snapshotBytes of log after which a snapshot is taken and the log before it is dropped
 * @param snapshotEntries of log after which the same happens, but not twice within 30 s: so many small entries would
 *     make the next start slow
 * @param snapshotEvery the longest time between snapshots
 * @param clock stamps changes while this one leads; that it is wrong delays nothing and takes nothing away
 * @param deadAfter a voter that was silent for so long is replaced, where another one can vote
 * @param knows the newest level of behaviour that is taken for known, from 1 to {@link Apply#LEVEL}: with a lower one the
 *     store is as of an older program
 */
public record StoreOptions(
        long minFreeBytes,
        long snapshotBytes,
        long snapshotEntries,
        Duration snapshotEvery,
        Clock clock,
        Duration deadAfter,
        int knows) {
    public StoreOptions {
        if (minFreeBytes < 0 || snapshotBytes < 1 || snapshotEntries < 1 || snapshotEvery.isNegative()) {
            throw new IllegalArgumentException("a store's options cannot be negative");
        }
        if (knows < 1 || knows > Apply.LEVEL) {
            throw new IllegalArgumentException("knows: a level from 1 to " + Apply.LEVEL + ", not " + knows);
        }
    }

    /** 256 MiB free (a snapshot and its log fit in), a snapshot every 64 MiB, 10,000 entries, and every day. */
    public static StoreOptions usual() {
        return new StoreOptions(
                256L << 20,
                64L << 20,
                10_000,
                Duration.ofDays(1),
                Clock.systemUTC(),
                Duration.ofMinutes(10),
                Apply.LEVEL);
    }

    public StoreOptions withMinFreeBytes(long bytes) {
        return new StoreOptions(bytes, snapshotBytes, snapshotEntries, snapshotEvery, clock, deadAfter, knows);
    }

    public StoreOptions withSnapshotBytes(long bytes) {
        return new StoreOptions(minFreeBytes, bytes, snapshotEntries, snapshotEvery, clock, deadAfter, knows);
    }

    public StoreOptions withClock(Clock with) {
        return new StoreOptions(minFreeBytes, snapshotBytes, snapshotEntries, snapshotEvery, with, deadAfter, knows);
    }

    public StoreOptions withDeadAfter(Duration silence) {
        return new StoreOptions(minFreeBytes, snapshotBytes, snapshotEntries, snapshotEvery, clock, silence, knows);
    }

    public StoreOptions withKnows(int level) {
        return new StoreOptions(minFreeBytes, snapshotBytes, snapshotEntries, snapshotEvery, clock, deadAfter, level);
    }
}
