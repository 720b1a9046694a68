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
    private final Optional<EventDoors> shared;
    private final Map<Service, Outbox> outboxes = new EnumMap<>(Service.class);

    EventDoors(NodeName here, Path folder, Consumer<AutoCloseable> keep) {
        this.here = here;
        this.folder = folder;
        this.keep = keep;
        this.logs = new EventLogs(folder);
        this.shared = Optional.empty();
    }

    private EventDoors(NodeName here, EventDoors shared) {
        this.here = here;
        this.folder = shared.folder;
        this.keep = shared.keep;
        this.logs = shared.logs;
        this.shared = Optional.of(shared);
    }

    /** Of another node in this process: it tells in its own name into the same logs. */
    EventDoors of(NodeName other) {
        return new EventDoors(other, this);
    }

    /** The service's own; made when first asked for. */
    synchronized Outbox outbox(Service service) throws IOException {
        Outbox known = outboxes.get(service);
        if (known != null) {
            return known;
        }
        if (shared.isPresent()) {
            Outbox mine = shared.get().outbox(service).of(service.label(), here);
            outboxes.put(service, mine);
            return mine;
        }
        Outbox made = new Outbox(folder.resolve(service.label()), service.label(), here, InstantSource.system());
        made.onEvent(logs::wake);
        keep.accept(made);
        outboxes.put(service, made);
        return made;
    }

    /**
     * How events are read.
     *
     * @param feed all of them, for gateways
     * @param place keeps in the truth how far its changes have been told
     */
    record Told(Feed feed, Reconciler place) {}

    /**
     * Has all events told to Kafka and to a gateway in a process of its own.
     *
     * @param status of a guest as live state has it
     * @return what keeps their place in the truth
     */
    Reconciler ship(
            Store store, KafkaSettings kafka, Path forGateway, Peers peers, Function<Vmid, Optional<String>> status)
            throws IOException {
        Told told = tell(store, status);
        keep.accept(new KafkaShipper(here, kafka, logs, folder.resolve("shipped"), InstantSource.system()).start());
        keep.accept(FeedServer.listen(told.feed(), forGateway, peers));
        return told.place();
    }

    /** Has changes of the truth told to who reads the logs, in this process. */
    Told tell(Store store, Function<Vmid, Optional<String>> status) throws IOException {
        HistoryShipper history =
                new HistoryShipper(store, here, folder.resolve("config"), logs::wake, InstantSource.system()).start();
        keep.accept(history);
        Feed feed = new LocalFeed(
                logs,
                () -> store.image().revision().toString(),
                new TruthStates(store, here, logs, history, status, InstantSource.system()));
        outbox(Service.NODE)
                .happened(Happening.of(NodeEvents.STARTED, new NodeEvents.Node(here), "system:node@" + here));
        return new Told(feed, history::keepCursor);
    }

    /** Has a loop make its pass sooner when something happens on this node; without this it does the same when it is due. */
    void nudge(String name, ReconcilerLoop loop, Set<EventType<?>> when) throws IOException {
        if (shared.isPresent()) {
            return; // of many nodes each would read what all of them tell
        }
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
