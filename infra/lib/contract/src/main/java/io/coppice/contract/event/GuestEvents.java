package io.coppice.contract.event;

import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import java.util.List;

/** What happens to guests. */
public final class GuestEvents {
    /** @param kind {@code qemu} or {@code lxc} */
    public record Guest(Vmid vmid, NodeName node, String kind) {}

    /**
     * @param node where the guest is now
     * @param from the node that it left
     * @param kind {@code qemu} or {@code lxc}
     */
    public record Moved(Vmid vmid, NodeName node, NodeName from, String kind) {}

    public static final EventType<Guest> CREATED = type("created", Guest.class, "A guest has come to be.");
    public static final EventType<Guest> DESTROYED = type("destroyed", Guest.class, "A guest and its disks are gone.");
    public static final EventType<Moved> MOVED = type(
            "moved", Moved.class, "A guest is another node's now; it is the same guest, and nothing of it is gone.");
    public static final EventType<Guest> STARTED = type("started", Guest.class, "A guest runs.");
    public static final EventType<Guest> STOPPED =
            type("stopped", Guest.class, "A guest was ended, or has ended itself when asked.");
    public static final EventType<Guest> PAUSED = type("paused", Guest.class, "A guest stands still in memory.");
    public static final EventType<Guest> RESUMED = type("resumed", Guest.class, "A paused guest runs again.");
    public static final EventType<Guest> RESET = type("reset", Guest.class, "A guest was reset as by its button.");

    public static final List<EventType<?>> ALL =
            List.of(CREATED, DESTROYED, MOVED, STARTED, STOPPED, PAUSED, RESUMED, RESET);

    private GuestEvents() {}

    private static <P extends Record> EventType<P> type(String what, Class<P> payload, String says) {
        return EventType.of(Topic.GUEST, "guest." + what, payload)
                .on("guest/{vmid}")
                .seenBy("/vms/{vmid}", "VM.Audit")
                .says(says);
    }
}
