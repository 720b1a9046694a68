package io.coppice.store.raft;

import io.coppice.contract.word.NodeName;
import io.coppice.store.state.Documents;
import io.coppice.store.state.Picture;
import io.coppice.store.state.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The way out of a lost majority: what one member has becomes a store of its own. The others must never be heard again:
 * what they acknowledged without this one is not in it.
 */
final class Separation {
    private Separation() {}

    /** The old directory is kept beside the new one. Cut short, it is done again from the beginning, or to its end. */
    static Path separate(Path dir, NodeName me, Predicate<String> without, Map<String, String> more)
            throws IOException {
        Path whole = dir.toAbsolutePath();
        Path building = whole.resolveSibling(whole.getFileName() + ".separating");
        Path kept = whole.resolveSibling(whole.getFileName() + ".separated");
        if (Files.exists(whole)) {
            if (Files.exists(kept)) {
                throw new IOException(kept + " is there already, of a former separation: move it away first");
            }
            Backups.build(building, with(Backups.anew(read(whole, me), without), more), me);
            Files.move(whole, kept, StandardCopyOption.ATOMIC_MOVE);
        } else if (!Files.exists(building) || !Files.exists(kept)) {
            throw new IOException("there is no store in " + whole);
        }
        Files.move(building, whole, StandardCopyOption.ATOMIC_MOVE);
        Home.forgetMark(whole);
        SnapshotFiles.syncDirectory(whole.resolveSibling("."));
        return kept;
    }

    private static State with(State state, Map<String, String> more) {
        Picture p = state.picture();
        Documents documents = p.documents();
        for (Map.Entry<String, String> text : more.entrySet()) {
            documents =
                    documents.put(text.getKey(), text.getValue(), p.revision().number());
        }
        return new State(
                state.level(),
                state.stampMillis(),
                state.lastEpoch(),
                new Picture(p.revision(), documents, p.reserved(), p.leases()),
                state.outcomes(),
                state.history());
    }

    private static State read(Path dir, NodeName me) throws IOException {
        try (Home home = Home.enter(dir, me)) {
            if (!home.joined()) {
                throw new IOException("the store in " + dir + " is alone: there is nobody to separate it from");
            }
            return home.everything();
        }
    }
}
