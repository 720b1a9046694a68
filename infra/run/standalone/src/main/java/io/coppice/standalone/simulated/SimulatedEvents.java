package io.coppice.standalone.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coppice.compute.qmp.QmpEvents;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;

/** The second monitor of a guest that is none. */
final class SimulatedEvents implements QmpEvents {
    private final SimulatedGuest guest;
    private final BlockingQueue<Optional<JsonNode>> queue;

    SimulatedEvents(SimulatedGuest guest) {
        this.guest = guest;
        this.queue = guest.listen();
    }

    @Override
    public void ask(String command) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("id", command);
        answer.set("return", guest.answer(command));
        queue.add(Optional.of(answer));
    }

    @Override
    public Optional<JsonNode> next() throws IOException {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            // as a socket does that a thread is interrupted at
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        queue.clear();
    }
}
