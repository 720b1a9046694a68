package io.coppice.node.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coppice.contract.event.ConfigEvents;
import io.coppice.contract.event.EventType;
import io.coppice.contract.event.GuestEvents;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventJson;
import io.coppice.servicekit.event.EventLogs;
import io.coppice.servicekit.event.Happening;
import io.coppice.servicekit.event.MergedLogs;
import io.coppice.servicekit.feed.States;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is, in the shape of the events that led to it: of each document that it was created, of each guest too, and where a
 * guest runs or is paused that it was started or paused. Whoever takes these as events stands where the truth stands.
 */
public final class TruthStates implements States {
    private static final Duration LATE = Duration.ofSeconds(5);
    private final Store store;
    private final NodeName here;
    private final MergedLogs merged;
    private final HistoryShipper history;
    private final Function<Vmid, Optional<String>> status;
    private final InstantSource clock;

    /** @param status of a guest as live state has it, while that is fresh */
    public TruthStates(
            Store store,
            NodeName here,
            EventLogs logs,
            HistoryShipper history,
            Function<Vmid, Optional<String>> status,
            InstantSource clock) {
        this.store = store;
        this.here = here;
        this.merged = new MergedLogs(logs);
        this.history = history;
        this.status = status;
        this.clock = clock;
    }

    /**
     * The cursor is taken first: what happens to a guest meanwhile is told behind it, though its state may know it already.
     * Of what other nodes told, that takes in the last seconds: live state may have come later than their events.
     */
    @Override
    public State now() throws IOException, InterruptedException {
        EventCursor ends = merged.endAsOf(clock.instant().minus(LATE));
        Image image = store.image();
        EventCursor next = history.behind(ends, image.revision());
        Instant time = clock.instant();
        return new State(
                next,
                image.revision().toString(),
                image.below("").stream()
                        .filter(d -> HistoryEvents.isTold(d.path()) && !d.path().startsWith("priv/"))
                        .flatMap(d -> objects(d, image.revision(), time))
                        .map(o -> new String(EventJson.line(o), StandardCharsets.UTF_8))
                        .iterator());
    }

    private Stream<ObjectNode> objects(Document document, Revision now, Instant time) {
        DocumentGuard guard = DocumentGuard.of(document.path());
        ConfigEvents.Document data = new ConfigEvents.Document(
                document.path(),
                guard.aclPath(),
                "created",
                DocumentFields.changed(document.path(), Optional.empty(), Optional.of(document)));
        ObjectNode object = stamped(guard.type(), data, document, now, time);
        return Stream.concat(
                Stream.of(object),
                HistoryEvents.guest(document.path()).stream().flatMap(g -> guest(g, document, now, time)));
    }

    private Stream<ObjectNode> guest(GuestEvents.Guest guest, Document document, Revision now, Instant time) {
        Optional<EventType<GuestEvents.Guest>> runs = status.apply(guest.vmid()).flatMap(s -> switch (s) {
            case "running" -> Optional.of(GuestEvents.STARTED);
            case "paused" -> Optional.of(GuestEvents.PAUSED);
            default -> Optional.empty();
        });
        return Stream.concat(Stream.of(GuestEvents.CREATED), runs.stream())
                .map(type -> stamped(type, guest, document, now, time));
    }

    /** Its id is no event's: a state is told anew to each who asks. */
    private <P extends Record> ObjectNode stamped(
            EventType<P> type, P data, Document document, Revision now, Instant time) {
        ObjectNode object =
                EventJson.head("/nodes/" + here + "/state", Happening.of(type, data, "system:node@" + here), time);
        Revision revision = new Revision(now.incarnation(), document.revision());
        object.put("id", now + "-" + type.name() + "-" + type.subjectOf(data));
        object.put("sequence", EventJson.sequence(0, revision.number()));
        object.put("revision", revision.toString());
        return object;
    }
}
