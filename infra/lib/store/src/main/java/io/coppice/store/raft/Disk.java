package io.coppice.store.raft;

import io.coppice.store.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room the store's disk has, looked at once a second. */
final class Disk {
    private final Path dir;
    private final long least;
    private volatile boolean low;
    private volatile long free = Long.MAX_VALUE;

    Disk(Path dir, long least) {
        this.dir = dir;
        this.least = least;
        look();
    }

    void look() {
        try {
            free = Files.getFileStore(dir).getUsableSpace();
            low = free < least;
        } catch (IOException e) {
            low = true;
            free = 0;
        }
    }

    boolean low() {
        return low;
    }

    String says() {
        return "the disk of the store is too full: " + (free >> 20) + " MiB free, " + (least >> 20)
                + " MiB needed; until there is room only deletions and renewals are taken";
    }

    /** Whether a change makes nothing larger. */
    static boolean harmless(Change change) {
        return change.writes().stream().allMatch(w -> switch (w) {
            case Change.Write.Put p -> false;
            case Change.Write.Import i -> false;
            case Change.Write.Reserve r -> false;
            case Change.Write.Acquire a -> false;
            case Change.Write.Delete d -> true;
            case Change.Write.Release r -> true;
            case Change.Write.Renew r -> true;
            case Change.Write.Surrender s -> true;
            case Change.Write.Expire e -> true;
            case Change.Write.ReserveFor r -> false;
            case Change.Write.HandOut h -> false;
            case Change.Write.Lapse l -> true;
        });
    }
}
