package io.coppice.contract.event;

import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import java.util.List;

/** What happens to tasks. */
public final class TaskEvents {
    /** @param kind the UPID's type: {@code qmstart}; {@code id} is the UPID's, often a VM ID */
    public record Accepted(Upid upid, NodeName node, String kind, String id) {}

    /** @param status {@code OK}, {@code WARNINGS: n} or the error */
    public record Ended(Upid upid, NodeName node, String kind, String id, String status) {}

    public static final EventType<Accepted> ACCEPTED = of("accepted", Accepted.class, "A task was accepted.");
    public static final EventType<Ended> ENDED = of("ended", Ended.class, "A task ended, and all it did is done.");

    public static final List<EventType<?>> ALL = List.of(ACCEPTED, ENDED);

    private TaskEvents() {}

    private static <P extends Record> EventType<P> of(String what, Class<P> payload, String says) {
        return EventType.of(Topic.TASK, "task." + what, payload)
                .on("task/{upid}")
                .seenBy("/nodes/{node}", "Sys.Audit")
                .orActor()
                .says(says);
    }
}
