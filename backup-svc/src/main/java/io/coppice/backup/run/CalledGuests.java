package io.coppice.backup.run;

import io.coppice.archive.relay.RelayReader;
import io.coppice.backup.disk.DiskSource;
import io.coppice.backup.disk.FileSource;
import io.coppice.backup.disk.NbdDisk;
import io.coppice.contract.api.guest.GuestBackupInternalApi;
import io.coppice.contract.api.guest.GuestBackupInternalApi.Begun;
import io.coppice.contract.api.guest.GuestBackupInternalApi.Disk;
import io.coppice.contract.api.guest.GuestBackupInternalApi.Held;
import io.coppice.contract.api.guest.GuestBackupInternalApi.OfGuest;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Guests, as compute has them. */
public final class CalledGuests implements Guests {
    private final Patience others;

    /** @param self as which compute is asked: who asked for the backup has been checked before */
    public CalledGuests(Calls calls, Caller self) {
        this.others = new Patience(calls, self);
    }

    @Override
    public Held hold(Vmid vmid, String mark) throws StoreUnavailable {
        return Objects.requireNonNull(others.call(GuestBackupInternalApi.HOLD, new OfGuest(vmid, mark)));
    }

    @Override
    public boolean stop(Vmid vmid, String mark, int seconds) throws StoreUnavailable {
        return Objects.requireNonNull(
                        others.call(GuestBackupInternalApi.STOP, new GuestBackupInternalApi.Stop(vmid, mark, seconds)))
                .stopped();
    }

    @Override
    public Begun begin(Vmid vmid, String mark, DiskWish wish) throws StoreUnavailable {
        return Objects.requireNonNull(others.call(
                GuestBackupInternalApi.BEGIN,
                new GuestBackupInternalApi.Begin(
                        vmid,
                        mark,
                        wish.mode(),
                        said(wish.folder()),
                        said(wish.fleecing()).map(StorageId::new))));
    }

    @Override
    public DiskSource open(Disk disk) throws IOException {
        return NbdDisk.open(Path.of(disk.socket()), disk.export());
    }

    @Override
    public FileSource files(Vmid vmid, String mark, FileWish wish) throws IOException, StoreUnavailable {
        GuestBackupInternalApi.Files asked = new GuestBackupInternalApi.Files(
                vmid, mark, wish.mode(), wish.exclude(), said(wish.folder()), wish.ionice());
        RelayReader relay =
                RelayReader.connect(Path.of(Objects.requireNonNull(others.call(GuestBackupInternalApi.FILES, asked))
                        .socket()));
        return new FileSource() {
            @Override
            public void read(RelayReader.Sink sink) throws IOException, InterruptedException {
                relay.read(sink);
            }

            @Override
            public void close() throws IOException {
                relay.close();
            }
        };
    }

    private static Optional<String> said(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty());
    }

    @Override
    public void end(Vmid vmid, String mark) throws StoreUnavailable {
        others.call(GuestBackupInternalApi.END, new OfGuest(vmid, mark));
    }
}
