package io.coppice.backup.run;

import io.coppice.contract.word.StorageId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import java.nio.file.Path;

/** Storages, and directories that root@pam names. */
public final class Destinations implements Shelves {
    private final Calls calls;
    private final Caller self;

    /** @param self as which storage is asked */
    public Destinations(Calls calls, Caller self) {
        this.calls = calls;
        this.self = self;
    }

    @Override
    public Shelf of(String storage, String dumpdir) {
        return storage.isEmpty()
                ? new FolderShelf(Path.of(dumpdir))
                : new StorageShelf(calls, self, new StorageId(storage));
    }
}
