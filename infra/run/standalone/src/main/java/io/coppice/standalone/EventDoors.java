package io.coppice.standalone;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.event.EventType;
import io.coppice.contract.event.NodeEvents;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.node.event.EventRoutes;
import io.coppice.node.event.HistoryPlace;
import io.coppice.node.event.HistoryShipper;
import io.coppice.node.event.JoinMark;
import io.coppice.node.event.KafkaDuty;
import io.coppice.node.event.KafkaPart;
import io.coppice.node.event.KafkaSettings;
import io.coppice.node.event.KafkaShipper;
import io.coppice.node.event.LogsDoor;
import io.coppice.node.event.OtherLogs;
import io.coppice.node.event.TruthStates;
import io.coppice.node.membership.ClusterTruth;
import io.coppice.servicekit.event.EventCursor;
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
import io.coppice.store.Membership;
import io.coppice.store.Store;
import io.coppice.store.seen.RevisionGate;
import io.coppice.store.socket.Peers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** This process's part of events: an outbox for each of its services; with the truth, what ships them all. */
final class EventDoors {
    private final NodeName here;
    private final Path folder;
    private final Consumer<AutoCloseable> keep;
    private final EventLogs logs;
    private final EventLogs everywhere;
    private final Optional<EventDoors> shared;
    private final Map<Service, Outbox> outboxes = new EnumMap<>(Service.class);
    private EventCursor joined = new EventCursor(Map.of());

    EventDoors(NodeName here, Path folder, Consumer<AutoCloseable> keep) {
        this.here = here;
        this.folder = folder;
        this.keep = keep;
        this.logs = new EventLogs(folder);
        this.everywhere = logs.with(copies(folder));
        this.shared = Optional.empty();
    }

    private EventDoors(NodeName here, EventDoors shared) {
        this.here = here;
        this.folder = shared.folder;
        this.keep = shared.keep;
        this.logs = shared.logs;
        this.everywhere = shared.everywhere;
        this.shared = Optional.of(shared);
    }

    /** Where what other nodes tell is kept. */
    private static Path copies(Path folder) {
        return folder.resolve("of-others");
    }

    private void wake() {
        logs.wake();
        everywhere.wake();
    }

    /** To be called before anything is told, where the truth is held. */
    EventDoors in(Store store) throws IOException {
        joined = JoinMark.of(
                folder.resolve("joined"), logs, store.image().revision().incarnation());
        return this;
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
        made.onEvent(this::wake);
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
     * What a node does of what all of them do together.
     *
     * @param links to the others
     * @param leads whether it leads those that hold the truth
     * @param kafka which events it brings there
     */
    record Part(ClusterLinks links, BooleanSupplier leads, Supplier<KafkaDuty> kafka) {
        static Part of(ClusterLinks links, Membership standing, NodeServices.Ground ground, KafkaSettings kafka) {
            BooleanSupplier leads = () -> standing.role() == Membership.Role.LEADS;
            return new Part(
                    links,
                    leads,
                    () -> KafkaDuty.of(
                            kafka.bootstrap().isPresent(),
                            leads.getAsBoolean(),
                            ClusterTruth.isFirst(ground.store().image(), ground.here())));
        }
    }

    /**
     * Has all events told to Kafka, to other nodes, and to a gateway in a process of its own; and hears what others tell.
     *
     * @param status of a guest as live state has it
     * @return what keeps their place in the truth
     */
    Reconciler ship(
            Store store,
            KafkaSettings kafka,
            Part part,
            Path forGateway,
            Peers peers,
            Function<Vmid, Optional<String>> status)
            throws IOException {
        Told told = tell(store, status, part.leads());
        keep.accept(new KafkaShipper(
                        here,
                        kafka,
                        new KafkaPart(logs, everywhere, part.kafka()),
                        folder.resolve("shipped"),
                        new HistoryPlace(store),
                        InstantSource.system())
                .start());
        part.links().tell(new LogsDoor(logs, () -> store.image().revision().toString(), joined));
        RevisionGate seen = new RevisionGate(store);
        keep.accept(seen);
        OtherLogs others =
                OtherLogs.over(part.links().links(), copies(folder), seen, everywhere::wake, InstantSource.system());
        keep.accept(others);
        keep.accept(new ReconcilerLoop("events of others", others, Duration.ofSeconds(1), new Random()));
        keep.accept(FeedServer.listen(told.feed(), forGateway, peers));
        return told.place();
    }

    /** Has changes of the truth told to who reads the logs, in this process. */
    Told tell(Store store, Function<Vmid, Optional<String>> status) throws IOException {
        return tell(store, status, () -> true);
    }

    private Told tell(Store store, Function<Vmid, Optional<String>> status, BooleanSupplier leads) throws IOException {
        HistoryShipper history = new HistoryShipper(
                        store, here, folder.resolve("config"), this::wake, InstantSource.system(), leads)
                .start();
        keep.accept(history);
        Feed feed = new LocalFeed(
                everywhere,
                () -> store.image().revision().toString(),
                new TruthStates(store, here, everywhere, history, status, InstantSource.system()));
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
        return new EventRoutes(everywhere).routes();
    }
}
