package io.coppice.contract.event;

import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import java.util.List;

/** What happens to guests. */
public final class GuestEvents {
    /** @param kind {@code qemu} or {@code lxc} */
    public record Guest(Vmid vmid, NodeName node, String kind) {}

    public static final EventType<Guest> CREATED = type("created", "A guest has come to be.");
    public static final EventType<Guest> DESTROYED = type("destroyed", "A guest and its disks are gone.");
    public static final EventType<Guest> STARTED = type("started", "A guest runs.");
    public static final EventType<Guest> STOPPED =
            type("stopped", "A guest was ended, or has ended itself when asked.");
    public static final EventType<Guest> PAUSED = type("paused", "A guest stands still in memory.");
    public static final EventType<Guest> RESUMED = type("resumed", "A paused guest runs again.");
    public static final EventType<Guest> RESET = type("reset", "A guest was reset as by its button.");

    public static final List<EventType<?>> ALL = List.of(CREATED, DESTROYED, STARTED, STOPPED, PAUSED, RESUMED, RESET);

    private GuestEvents() {}

    private static EventType<Guest> type(String what, String says) {
        return EventType.of(Topic.GUEST, "guest." + what, Guest.class)
                .on("guest/{vmid}")
                .seenBy("/vms/{vmid}", "VM.Audit")
                .says(says);
    }
}
