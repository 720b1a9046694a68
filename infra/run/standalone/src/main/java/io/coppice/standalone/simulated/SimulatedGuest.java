package io.coppice.standalone.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coppice.contract.word.Vmid;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A process that is none: how it stands, what is plugged into it, who listens to it. */
final class SimulatedGuest {
    /** How a guest can stand, in QEMU's words (QMP reference, {@code RunState}). */
    enum State {
        RUNNING,
        PAUSED,
        SHUTDOWN;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Vmid vmid;
    private final long pid;
    private final long memory;
    private final long sinceMillis;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Set<String> devices = ConcurrentHashMap.newKeySet();
    private final Set<String> objects = ConcurrentHashMap.newKeySet();
    private final Set<String> nodes = ConcurrentHashMap.newKeySet();
    private volatile Optional<BlockingQueue<Optional<JsonNode>>> listener = Optional.empty();
    private volatile State state = State.RUNNING;

    SimulatedGuest(Vmid vmid, long pid, long memory, long sinceMillis) {
        this.vmid = vmid;
        this.memory = memory;
        this.pid = pid;
        this.sinceMillis = sinceMillis;
    }

    Vmid vmid() {
        return vmid;
    }

    long pid() {
        return pid;
    }

    /** Bytes. */
    long memory() {
        return memory;
    }

    /** When it was started, Unix milliseconds. */
    long sinceMillis() {
        return sinceMillis;
    }

    State state() {
        return state;
    }

    CountDownLatch ended() {
        return ended;
    }

    /** What was plugged in since it was started, by where QEMU shows it. */
    Set<String> plugged(String folder) {
        return folder.equals("/objects") ? objects : devices;
    }

    /** The nodes of its block graph that were added since. */
    Set<String> nodes() {
        return nodes;
    }

    /** From now on it stands so, and says so to who listens. */
    void become(State now, String event) {
        state = now;
        tell(JsonNodeFactory.instance.objectNode().put("event", event));
    }

    /** Who listens is told nothing of what was before. */
    BlockingQueue<Optional<JsonNode>> listen() {
        BlockingQueue<Optional<JsonNode>> queue = new LinkedBlockingQueue<>();
        listener = Optional.of(queue);
        if (ended.getCount() == 0) {
            queue.add(Optional.empty());
        }
        return queue;
    }

    void tell(JsonNode message) {
        listener.ifPresent(queue -> queue.add(Optional.of(message)));
    }

    void end() {
        ended.countDown();
        listener.ifPresent(queue -> queue.add(Optional.empty()));
    }

    ObjectNode status() {
        return JsonNodeFactory.instance.objectNode().put("status", state.word()).put("running", state == State.RUNNING);
    }

    /** What QEMU tells of itself on its second monitor. */
    JsonNode answer(String command) {
        return switch (command) {
            case "query-status" -> status();
            case "query-kvm" ->
                JsonNodeFactory.instance.objectNode().put("enabled", true).put("present", true);
            default -> JsonNodeFactory.instance.objectNode();
        };
    }
}
