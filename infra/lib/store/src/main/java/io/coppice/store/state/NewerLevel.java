package io.coppice.store.state;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store is at a level that is not known here: whoever does not know it must neither go on with it nor show it as the newest. */
public final class NewerLevel extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param level of the store
     * @param knows the newest that is known here
     */
    public NewerLevel(int level, int knows) {
        super("the store is at level " + level + ", the program here knows no level above " + knows
                + "; upgrade the program here");
    }

    /** @throws NewerLevel when it is not known */
    public static void refuse(int level, int knows) throws NewerLevel {
        if (level > knows) {
            throw new NewerLevel(level, knows);
        }
    }

    /** Whether this is what a failure comes from, however deep that lies. */
    public static Optional<NewerLevel> in(@Nullable Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof NewerLevel newer) {
                return Optional.of(newer);
            }
        }
        return Optional.empty();
    }
}
