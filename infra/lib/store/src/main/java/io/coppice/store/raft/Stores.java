package io.coppice.store.raft;

import io.coppice.contract.word.NodeName;
import io.coppice.store.Store;
import java.io.IOException;
import java.nio.file.Path;

/** Opens the store of this node. */
public final class Stores {
    private Stores() {}

    /** As {@link #open(Path, NodeName, StoreOptions)} with the usual options. */
    public static Store open(Path dir, NodeName me) throws IOException {
        return open(dir, me, StoreOptions.usual());
    }

    /**
     * Opens what lies in a directory, or founds a new store in an empty one. Returns when it leads and its image is
     * complete.
     *
     * @throws IOException when the directory is in use, damaged, of a newer program, or does not come up within 60 s;
     *     the message says how to go on
     */
    public static Store open(Path dir, NodeName me, StoreOptions options) throws IOException {
        return RaftStore.open(dir, me, options);
    }

    /**
     * Writes a whole store into one file, while it goes on. Secrets in it are sealed; the keyring has to be kept too.
     *
     * @param store one that {@link #open} opened
     * @throws IOException when it cannot be written; then there is no such file
     */
    public static void backUp(Store store, Path file) throws IOException {
        if (!(store instanceof RaftStore here)) {
            throw new IllegalArgumentException("a store is backed up where it is held");
        }
        Backups.write(here.state(), file);
    }

    /**
     * Makes a new store of a backup: a new incarnation, held by this node alone.
     *
     * @param dir is made; may be there, but empty
     * @throws IOException when it is not empty or the backup is damaged; then nothing was made
     */
    public static void restore(Path backup, Path dir, NodeName me) throws IOException {
        Backups.restore(backup, dir, me);
    }
}
