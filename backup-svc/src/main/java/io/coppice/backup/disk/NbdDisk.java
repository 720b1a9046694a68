package io.coppice.backup.disk;

import io.coppice.archive.nbd.NbdClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A disk over NBD. */
public final class NbdDisk implements DiskSource {
    private final NbdClient client;

    private NbdDisk(NbdClient client) {
        this.client = client;
    }

    public static NbdDisk open(Path socket, String export) throws IOException {
        return new NbdDisk(NbdClient.connect(socket, export));
    }

    @Override
    public long size() {
        return client.size();
    }

    @Override
    public void read(long offset, byte[] into, int length) throws IOException {
        client.read(offset, into, 0, length);
    }

    @Override
    public NbdClient.Extent extent(long offset) throws IOException {
        List<NbdClient.Extent> all = client.extents(offset, size() - offset);
        long length = 0;
        for (NbdClient.Extent e : all) {
            if (e.zero() != all.getFirst().zero()) {
                break;
            }
            length += e.length();
        }
        return new NbdClient.Extent(length, all.getFirst().zero());
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
