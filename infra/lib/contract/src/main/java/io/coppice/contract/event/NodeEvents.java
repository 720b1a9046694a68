package io.coppice.contract.event;

import io.coppice.contract.word.NodeName;
import java.util.List;

/** What happens to nodes. */
public final class NodeEvents {
    public record Node(NodeName node) {}

    public static final EventType<Node> STARTED = EventType.of(Topic.NODE, "node.started", Node.class)
            .on("node/{node}")
            .seenBy("/nodes/{node}", "Sys.Audit")
            .says("A node's services were started.");

    public static final List<EventType<?>> ALL = List.of(STARTED);

    private NodeEvents() {}
}
