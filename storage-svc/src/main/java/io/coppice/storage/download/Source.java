package io.coppice.storage.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/** Where files are fetched from. */
public interface Source {
    /**
     * Asks for a file.
     *
     * @param verify whether the server's certificate has to hold
     * @param whole false to be told of it only
     * @throws IOException saying what the server answered
     */
    Answer ask(URI from, boolean verify, boolean whole) throws IOException;

    /**
     * What the server sends.
     *
     * @param content empty where it was only asked about
     * @param bytes how long it will be, where it is said
     */
    record Answer(InputStream content, Optional<Long> bytes, Optional<String> mimetype, Optional<String> filename)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            content.close();
        }
    }
}
