package io.coppice.store.raft;

import java.time.Duration;

/**
 * How a store behaves on disk.
 *
 * @param minFreeBytes below it, only deletions and renewals are taken
 * @param snapshotBytes of log after which a snapshot is taken and the log before it is dropped
 * @param snapshotEntries of log after which the same happens, but not twice within 30 s: so many small entries would
 *     make the next start slow
 * @param snapshotEvery the longest time between snapshots
 */
public record StoreOptions(long minFreeBytes, long snapshotBytes, long snapshotEntries, Duration snapshotEvery) {
    public StoreOptions {
        if (minFreeBytes < 0 || snapshotBytes < 1 || snapshotEntries < 1 || snapshotEvery.isNegative()) {
            throw new IllegalArgumentException("a store's options cannot be negative");
        }
    }

    /** 256 MiB free (a snapshot and its log fit in), a snapshot every 64 MiB, 10,000 entries, and every day. */
    public static StoreOptions usual() {
        return new StoreOptions(256L << 20, 64L << 20, 10_000, Duration.ofDays(1));
    }

    public StoreOptions withMinFreeBytes(long bytes) {
        return new StoreOptions(bytes, snapshotBytes, snapshotEntries, snapshotEvery);
    }

    public StoreOptions withSnapshotBytes(long bytes) {
        return new StoreOptions(minFreeBytes, bytes, snapshotEntries, snapshotEvery);
    }
}
