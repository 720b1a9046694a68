package io.coppice.compute.qmp;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** One conversation with a QEMU (its QMP reference): commands one after the other, events passed over. */
public interface Qmp extends AutoCloseable {
    /** QEMU's own words about what went wrong. */
    final class CommandFailed extends IOException {
        private static final long serialVersionUID = 1L;

        public CommandFailed(String command, String description) {
            super(command + ": " + description);
        }
    }

    /**
     * Connects and negotiates.
     *
     * @param limit for the whole conversation
     * @throws IOException if nobody listens, or it does not answer in time
     */
    static Qmp connect(Path socket, Duration limit) throws IOException {
        return QmpSocket.connect(socket, limit);
    }

    /** @throws CommandFailed with QEMU's description; other exceptions when the conversation broke */
    JsonNode execute(String command, Map<String, ?> arguments) throws IOException;

    default JsonNode execute(String command) throws IOException {
        return execute(command, Map.of());
    }

    @Override
    void close() throws IOException;
}
