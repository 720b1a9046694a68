package io.coppice.node.cluster;

import io.coppice.contract.event.EventType;
import io.coppice.contract.event.NodeEvents;
import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.event.Happening;
import io.coppice.servicekit.event.Outbox;
import io.coppice.servicekit.reconcile.Reconciler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells what becomes of the cluster as this node sees it: looks every second, and tells what is otherwise than before. */
public final class ClusterNews implements Reconciler {
    private final Supplier<Members> view;
    private final Outbox outbox;
    private Optional<Seen> last = Optional.empty();

    public ClusterNews(Supplier<Members> view, Outbox outbox) {
        this.view = view;
        this.outbox = outbox;
    }

    /**
     * One look.
     *
     * @param all nodes, and the witness
     * @param lost those that were in reach once and are not now
     */
    record Seen(NodeName here, Set<NodeName> all, Set<NodeName> online, Set<NodeName> lost, boolean quorate) {
        static Seen of(Members members, Optional<Seen> before) {
            Set<NodeName> all = Stream.concat(members.all().stream(), members.votes().witness().stream())
                    .map(Members.Member::name)
                    .collect(Collectors.toSet());
            Set<NodeName> online = all.stream().filter(members.online()).collect(Collectors.toSet());
            Set<NodeName> lost = new TreeSet<>();
            before.ifPresent(b -> {
                lost.addAll(b.online());
                lost.addAll(b.lost());
            });
            lost.retainAll(all);
            lost.removeAll(online);
            return new Seen(members.here(), all, online, lost, members.quorate());
        }
    }

    /** What came about between two looks. */
    record News(EventType<NodeEvents.Node> type, NodeName node) {}

    static List<News> news(Seen before, Seen now) {
        List<News> all = new ArrayList<>();
        add(all, NodeEvents.JOINED, without(now.all(), before.all()));
        add(all, NodeEvents.LEFT, without(before.all(), now.all()));
        add(all, NodeEvents.LOST, without(now.lost(), before.lost()));
        Set<NodeName> back = new TreeSet<>(before.lost());
        back.retainAll(now.online());
        add(all, NodeEvents.RETURNED, back);
        if (before.quorate() != now.quorate()) {
            all.add(new News(now.quorate() ? NodeEvents.QUORUM_REGAINED : NodeEvents.QUORUM_LOST, now.here()));
        }
        return all;
    }

    private static Set<NodeName> without(Set<NodeName> all, Set<NodeName> these) {
        Set<NodeName> rest = new TreeSet<>(all);
        rest.removeAll(these);
        return rest;
    }

    private static void add(List<News> all, EventType<NodeEvents.Node> type, Set<NodeName> nodes) {
        nodes.forEach(node -> all.add(new News(type, node)));
    }

    @Override
    public void reconcile() {
        Seen now = Seen.of(view.get(), last);
        last.ifPresent(before -> news(before, now)
                .forEach(n -> outbox.happened(
                        Happening.of(n.type(), new NodeEvents.Node(n.node()), "system:node@" + now.here()))));
        last = Optional.of(now);
    }
}
