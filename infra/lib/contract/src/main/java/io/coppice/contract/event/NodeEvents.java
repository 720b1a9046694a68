package io.coppice.contract.event;

import io.coppice.contract.word.NodeName;
import java.util.List;

/** What happens to nodes. */
public final class NodeEvents {
    public record Node(NodeName node) {}

    public static final EventType<Node> STARTED = type("node.started", "A node's services were started.");
    public static final EventType<Node> JOINED = type("node.joined", "A node belongs to the cluster from now on.");
    public static final EventType<Node> LEFT = type("node.left", "A node does not belong to the cluster any more.");
    public static final EventType<Node> LOST = type("node.lost", "A node is out of reach of the one that tells it.");
    public static final EventType<Node> RETURNED =
            type("node.returned", "A node that was lost is in reach again of the one that tells it.");
    public static final EventType<Node> QUORUM_LOST =
            type("quorum.lost", "The node that tells it knows no leader: it takes no changes.");
    public static final EventType<Node> QUORUM_REGAINED =
            type("quorum.regained", "The node that tells it takes changes again.");

    public static final List<EventType<?>> ALL =
            List.of(STARTED, JOINED, LEFT, LOST, RETURNED, QUORUM_LOST, QUORUM_REGAINED);

    private NodeEvents() {}

    private static EventType<Node> type(String name, String says) {
        return EventType.of(Topic.NODE, name, Node.class)
                .on("node/{node}")
                .seenBy("/nodes/{node}", "Sys.Audit")
                .says(says);
    }
}
