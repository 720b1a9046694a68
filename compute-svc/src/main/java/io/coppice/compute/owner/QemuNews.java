package io.coppice.compute.owner;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Understands what QEMU tells on its second monitor (QEMU QMP reference, events and {@code query-status}). What an event means
 * is asked for, since {@code STOP} comes for a pause, for a disk's error and for the end of a guest alike.
 */
final class QemuNews {
    private final long pid;
    private boolean kvm;

    QemuNews(long pid) {
        this.pid = pid;
    }

    /** What to ask when the conversation begins. */
    static final String[] FIRST = {"query-kvm", "query-status"};

    /** Whether its run state may be another now. */
    static boolean asksForStatus(JsonNode message) {
        return switch (message.path("event").asText("")) {
            case "STOP", "RESUME", "RESET", "SHUTDOWN", "GUEST_PANICKED", "SUSPEND", "WAKEUP" -> true;
            default -> false;
        };
    }

    /** A line for the log; empty where nobody needs to know. */
    static Optional<String> worthTelling(JsonNode message) {
        JsonNode data = message.path("data");
        return switch (message.path("event").asText("")) {
            case "BLOCK_IO_ERROR" ->
                Optional.of("the disk " + data.path("device").asText() + " failed to "
                        + data.path("operation").asText() + ": "
                        + data.path("reason").asText() + "; action: "
                        + data.path("action").asText());
            case "GUEST_PANICKED" -> Optional.of("its system has panicked");
            case "WATCHDOG" ->
                Optional.of("its watchdog acted: " + data.path("action").asText());
            case "POWERDOWN" -> Optional.of("its power button was pressed");
            case "SHUTDOWN" ->
                Optional.of("it shuts down: " + data.path("reason").asText());
            case "RESET" -> Optional.of("it was reset: " + data.path("reason").asText());
            default -> Optional.empty();
        };
    }

    Optional<Happening> of(JsonNode message) {
        JsonNode answer = message.path("return");
        switch (message.path("id").asText("")) {
            case "query-kvm" -> kvm = answer.path("enabled").asBoolean();
            case "query-status" -> {
                return Optional.of(status(answer.path("status").asText("")));
            }
            default -> {}
        }
        return Optional.empty();
    }

    private Happening status(String status) {
        return switch (status) {
            case "shutdown" -> new Happening.PoweredOff(pid);
            case "internal-error" -> new Happening.Broke(pid, kvm, "internal error of the accelerator");
            case "guest-panicked" -> new Happening.Broke(pid, kvm, "panic of its system");
            case "running", "suspended" -> new Happening.Seen(pid, kvm, false);
            default -> new Happening.Seen(pid, kvm, true);
        };
    }
}
