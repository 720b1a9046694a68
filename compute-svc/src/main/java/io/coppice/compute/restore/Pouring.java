package io.coppice.compute.restore;

import io.coppice.archive.nbd.NbdClient;
import io.coppice.archive.nbd.Pace;
import io.coppice.archive.vma.VmaHeader;
import io.coppice.archive.vma.VmaReader;
import io.coppice.servicekit.task.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;

/** Writes what an archive holds to new disks, which are zero where nothing is written. */
final class Pouring implements VmaReader.Sink {
    private final Map<Integer, NbdClient> targets;
    private final Pace pace;
    private final Progress progress;
    private final long total;
    private long done;
    private long told;

    Pouring(VmaHeader header, Map<Integer, NbdClient> targets, Pace pace, Progress progress) {
        this.targets = targets;
        this.pace = pace;
        this.progress = progress;
        this.total =
                header.devices().stream().mapToLong(VmaHeader.Device::bytes).sum();
    }

    @Override
    public void data(VmaHeader.Device device, long offset, byte[] bytes, int from, int length) throws IOException {
        NbdClient target = targets.get(device.id());
        if (target != null) {
            target.write(offset, bytes, from, length);
        }
        advance(length, length);
    }

    @Override
    public void zeroes(VmaHeader.Device device, long offset, long length) throws IOException {
        advance(length, 0);
    }

    private void advance(long bytes, long moved) throws IOException {
        try {
            progress.checkCancelled();
            pace.pass(moved);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("restoring was stopped");
        }
        done += bytes;
        long tenth = done * 10 / total;
        if (tenth > told) {
            told = tenth;
            progress.log("progress " + tenth * 10 + "% (" + done + " of " + total + " bytes)");
        }
    }
}
