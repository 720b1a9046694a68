package io.coppice.compute.backup;

import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Files that keep what a guest overwrites while it is backed up. Each has a name only while it is opened: it is gone with the
 * process that has it open, whatever happens.
 */
interface KeptFiles {
    /** Opens a file. */
    @FunctionalInterface
    interface Opens {
        void open(Path file) throws IOException;
    }

    /**
     * Makes a file for a disk, has it opened, and takes its name.
     *
     * @param option the disk's, {@code scsi0}
     * @param bytes as large as the disk, and taking room as it is written
     */
    void with(Vmid vmid, String option, long bytes, Opens opens) throws IOException;
}
