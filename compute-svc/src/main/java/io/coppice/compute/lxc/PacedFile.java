package io.coppice.compute.lxc;

import io.coppice.archive.nbd.Pace;
import io.coppice.servicekit.task.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** Reads no faster than it may, and no further once the task is to be stopped. */
final class PacedFile extends FilterInputStream {
    private final Pace pace;
    private final Progress progress;

    PacedFile(InputStream in, Pace pace, Progress progress) {
        super(in);
        this.pace = pace;
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        try {
            progress.checkCancelled();
            int n = super.read(into, from, length);
            pace.pass(Math.max(0, n));
            return n;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("unpacking was stopped");
        }
    }
}
