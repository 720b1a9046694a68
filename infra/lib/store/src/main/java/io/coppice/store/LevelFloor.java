package io.coppice.store;

import java.util.Optional;

/**
 * The level of behaviour that the program of whoever is admitted must know, where a raise is on its way. Both who admits a
 * member and who raises the level write it on the condition that it is what they read: of two in one moment one is refused, and
 * finds out when it tries again.
 */
public final class LevelFloor {
    public static final String PATH = "cluster/level";

    private LevelFloor() {}

    /** Zero where none was ever written. */
    public static int in(Image image) {
        return image.find(PATH).map(d -> Integer.parseInt(d.text().strip())).orElse(0);
    }

    /** @param read from which the change was made */
    public static Change.Builder write(Change.Builder change, Image read, int level) {
        Optional<Document> known = read.find(PATH);
        known.ifPresentOrElse(change::unchanged, () -> change.absent(PATH));
        return change.put(PATH, level + "\n");
    }
}
