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
}
