package io.coppice.backup.disk;

import io.coppice.archive.nbd.NbdClient;
import java.io.IOException;

/** A disk that is read. */
public interface DiskSource extends AutoCloseable {
    /** In bytes. */
    long size();

    void read(long offset, byte[] into, int length) throws IOException;

    /** How the disk goes on behind an offset: at least so far, and all of it zero or perhaps not. */
    NbdClient.Extent extent(long offset) throws IOException;

    @Override
    void close() throws IOException;
}
