package io.coppice.backup.run;

import io.coppice.contract.api.storage.ArchivesInternalApi;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A storage. */
public final class StorageShelf implements Shelf {
    private final Patience others;
    private final StorageId storage;

    /** @param self as which storage is asked: who asked for the backup has been checked before */
    public StorageShelf(Calls calls, Caller self, StorageId storage) {
        this.others = new Patience(calls, self);
        this.storage = storage;
    }

    private ArchivesInternalApi.OfArchive of(Entry entry) {
        return new ArchivesInternalApi.OfArchive(storage, entry.name(), entry.mark());
    }

    @Override
    public Path begin(Entry entry) throws StoreUnavailable {
        return Path.of(Objects.requireNonNull(others.call(ArchivesInternalApi.BEGIN, of(entry)))
                .path());
    }

    @Override
    public String finish(Entry entry, Label label) throws StoreUnavailable {
        ArchivesInternalApi.Finish wish = new ArchivesInternalApi.Finish(
                storage, entry.name(), entry.mark(), label.notes(), label.isProtected(), label.log());
        return Objects.requireNonNull(others.call(ArchivesInternalApi.FINISH, wish))
                .volid();
    }

    @Override
    public void discard(Entry entry) throws StoreUnavailable {
        others.call(ArchivesInternalApi.DISCARD, of(entry));
    }

    private @Nullable Opening open(Entry entry) throws StoreUnavailable {
        VolumeId volume = new VolumeId(storage, "backup/" + entry.name());
        return others.call(VolumesInternalApi.OPEN, new VolumesInternalApi.OfVolume(volume));
    }

    @Override
    public Path place(Entry entry) throws StoreUnavailable {
        return open(entry) instanceof Opening.FileOpening file ? Path.of(file.path()) : Path.of(entry.name());
    }

    @Override
    public boolean holds(Entry entry) throws StoreUnavailable {
        try {
            return open(entry) != null;
        } catch (Refused r) {
            if (r.failure() instanceof Failure.NotFound) {
                return false;
            }
            throw r;
        }
    }

    @Override
    public Pruned prune(Vmid vmid, String type, String keep, String mark) throws StoreUnavailable {
        ArchivesInternalApi.Pruned done = Objects.requireNonNull(
                others.call(ArchivesInternalApi.PRUNE, new ArchivesInternalApi.Prune(storage, vmid, type, keep, mark)));
        return new Pruned(done.removed(), done.kept());
    }
}
