package io.coppice.standalone;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.event.EventType;
import io.coppice.contract.event.NodeEvents;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.node.event.EventRoutes;
import io.coppice.node.event.HistoryShipper;
import io.coppice.node.event.KafkaSettings;
import io.coppice.node.event.KafkaShipper;
import io.coppice.node.event.TruthStates;
import io.coppice.servicekit.event.EventLogs;
import io.coppice.servicekit.event.EventNudges;
import io.coppice.servicekit.event.Happening;
import io.coppice.servicekit.event.Outbox;
import io.coppice.servicekit.feed.Feed;
import io.coppice.servicekit.feed.FeedServer;
import io.coppice.servicekit.feed.LocalFeed;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.servicekit.reconcile.ReconcilerLoop;
import io.coppice.servicekit.serve.Routes;
import io.coppice.store.Store;
import io.coppice.store.socket.Peers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** This process's part of events: an outbox for each of its services; with the truth, what ships them all. */
final class EventDoors {
    private final NodeName here;
    private final Path folder;
    private final Consumer<AutoCloseable> keep;
    private final EventLogs logs;
    private final Map<Service, Outbox> outboxes = new EnumMap<>(Service.class);

    EventDoors(NodeName here, Path folder, Consumer<AutoCloseable> keep) {
        this.here = here;
        this.folder = folder;
        this.keep = keep;
        this.logs = new EventLogs(folder);
    }

    /** The service's own; made when first asked for. */
    Outbox outbox(Service service) throws IOException {
        Outbox known = outboxes.get(service);
        if (known != null) {
            return known;
        }
        Outbox made = new Outbox(folder.resolve(service.label()), service.label(), here, InstantSource.system());
        made.onEvent(logs::wake);
        keep.accept(made);
        outboxes.put(service, made);
        return made;
    }

    /**
     * Has all events told to Kafka and to the gateway.
     *
     * @param status of a guest as live state has it
     * @return what keeps their place in the truth
     */
    Reconciler ship(
            Store store, KafkaSettings kafka, Path forGateway, Peers peers, Function<Vmid, Optional<String>> status)
            throws IOException {
        HistoryShipper history =
                new HistoryShipper(store, here, folder.resolve("config"), logs::wake, InstantSource.system()).start();
        keep.accept(history);
        keep.accept(new KafkaShipper(here, kafka, logs, folder.resolve("shipped"), InstantSource.system()).start());
        Feed feed = new LocalFeed(
                logs,
                () -> store.image().revision().toString(),
                new TruthStates(store, here, logs, history, status, InstantSource.system()));
        keep.accept(FeedServer.listen(feed, forGateway, peers));
        outbox(Service.NODE)
                .happened(Happening.of(NodeEvents.STARTED, new NodeEvents.Node(here), "system:node@" + here));
        return history::keepCursor;
    }

    /** Has a loop make its pass sooner when something happens on this node; without this it does the same when it is due. */
    void nudge(String name, ReconcilerLoop loop, Set<EventType<?>> when) throws IOException {
        keep.accept(new EventNudges(name, logs, when, loop::nudge));
    }

    /** All logs of this node. */
    EventLogs logs() {
        return logs;
    }

    Routes routes() {
        return new EventRoutes(logs).routes();
    }
}
