package io.coppice.backup.disk;

import io.coppice.archive.relay.RelayReader;
import java.io.IOException;

/** A container's files, as a tar archive that comes by once, with words about it. */
public interface FileSource extends AutoCloseable {
    /** @throws IOException unless all came */
    void read(RelayReader.Sink sink) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
