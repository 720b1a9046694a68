package io.coppice.compute.qmp;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A monitor on which one listens: events, and answers to what is asked between them. For one reading thread. */
public interface QmpEvents extends AutoCloseable {
    /** @throws IOException if nobody listens there */
    static QmpEvents connect(Path socket) throws IOException {
        return QmpEventsSocket.connect(socket);
    }

    /** Its answer comes among the events, with the command's name as {@code id}. */
    void ask(String command) throws IOException;

    /** Waits for the next message, as long as it takes; empty when QEMU has closed. */
    Optional<JsonNode> next() throws IOException;

    @Override
    void close() throws IOException;
}
