package io.coppice.backup.run;

import io.coppice.backup.disk.DiskSource;
import io.coppice.backup.disk.FileSource;
import io.coppice.contract.api.guest.GuestBackupInternalApi.Begun;
import io.coppice.contract.api.guest.GuestBackupInternalApi.Disk;
import io.coppice.contract.api.guest.GuestBackupInternalApi.Held;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.io.IOException;
import java.util.List;

/** The door to guests. All may be asked again, with the same mark; where nobody answers now, too. */
public interface Guests {
    /** Locks it. @throws Refused when it is locked, or not there */
    Held hold(Vmid vmid, String mark) throws StoreUnavailable;

    /** @return whether it is off now */
    boolean stop(Vmid vmid, String mark, int seconds) throws StoreUnavailable;

    /**
     * How disks are read.
     *
     * @param mode {@code snapshot}, {@code suspend}, {@code stop}
     * @param folder where is kept what the guest overwrites meanwhile; empty for the usual one
     * @param fleecing the storage on which it is kept instead; empty for none
     */
    record DiskWish(String mode, String folder, String fleecing) {}

    /**
     * How a container's files are read.
     *
     * @param mode {@code snapshot}, {@code suspend}, {@code stop}
     * @param exclude what is left out
     * @param folder where a copy lies, where one is needed; empty for the usual one
     * @param ionice priority of reading, 0 to 8
     */
    record FileWish(String mode, List<String> exclude, String folder, int ionice) {
        public FileWish {
            exclude = List.copyOf(exclude);
        }
    }

    /** Its disks, as they are now. */
    Begun begin(Vmid vmid, String mark, DiskWish wish) throws StoreUnavailable;

    DiskSource open(Disk disk) throws IOException;

    /** A container's files; they are read once, and reading them is what takes long. */
    FileSource files(Vmid vmid, String mark, FileWish wish) throws IOException, StoreUnavailable;

    /** Lets it go; nothing happens where the mark does not hold it. */
    void end(Vmid vmid, String mark) throws StoreUnavailable;
}
