package io.coppice.node.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coppice.contract.event.ConfigEvents;
import io.coppice.contract.event.EventType;
import io.coppice.contract.event.GuestEvents;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.event.EventJson;
import io.coppice.servicekit.event.Happening;
import io.coppice.servicekit.event.HistoryLog;
import io.coppice.store.Revision;
import io.coppice.store.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The events that a change of the truth is: the same, to the letter, on every node. Pure. */
final class HistoryEvents {
    /** Where the truth keeps how far its history has been told to an empty log, and to Kafka. */
    static final String CURSOR = "coppice/node/events";

    static final String KAFKA_CURSOR = "coppice/node/kafka";

    private static final String SOURCE = "/cluster/config";
    private static final Pattern GUEST = Pattern.compile("nodes/([^/]+)/(qemu-server|lxc)/(\\d+)\\.conf");

    private HistoryEvents() {}

    static List<ObjectNode> of(Transition transition) {
        List<ObjectNode> events = new ArrayList<>();
        List<Transition.Delta> deltas = transition.deltas();
        for (int i = 0; i < deltas.size(); i++) {
            if (isTold(deltas.get(i).path())) {
                events.add(event(transition, deltas.get(i), i));
                guestEvent(transition, deltas.get(i), i).ifPresent(events::add);
            }
        }
        return events;
    }

    /** Cursors would lead to themselves; inputs of tasks come and go with each task. */
    static boolean isTold(String path) {
        return !path.equals(CURSOR) && !path.equals(KAFKA_CURSOR) && !path.startsWith("priv/tasks/");
    }

    private static ObjectNode event(Transition t, Transition.Delta delta, int index) {
        String change = delta.before().isEmpty() ? "created" : delta.after().isEmpty() ? "deleted" : "changed";
        DocumentGuard guard = DocumentGuard.of(delta.path());
        ConfigEvents.Document data = new ConfigEvents.Document(
                delta.path(),
                guard.aclPath(),
                change,
                DocumentFields.changed(delta.path(), delta.before(), delta.after()));
        return stamped(guard.type(), data, t.revision(), index, t.actor(), Instant.ofEpochMilli(t.stampMillis()));
    }

    /**
     * A guest comes to be and goes with its configuration. One that comes in the change in which it goes elsewhere has moved,
     * and that is told once, where it comes.
     */
    private static Optional<ObjectNode> guestEvent(Transition t, Transition.Delta delta, int index) {
        Optional<GuestEvents.Guest> guest = guest(delta.path());
        if (guest.isEmpty() || delta.before().isPresent() == delta.after().isPresent()) {
            return Optional.empty();
        }
        boolean comes = delta.after().isPresent();
        Optional<GuestEvents.Guest> other = otherEnd(t, guest.get(), comes);
        if (other.isPresent()) {
            return comes ? Optional.of(moved(t, index, guest.get(), other.get())) : Optional.empty();
        }
        return Optional.of(ofGuest(t, index, comes ? GuestEvents.CREATED : GuestEvents.DESTROYED, guest.get()));
    }

    /** The same guest on the node that it leaves by the same change, or that it comes to. */
    private static Optional<GuestEvents.Guest> otherEnd(Transition t, GuestEvents.Guest guest, boolean comes) {
        return t.deltas().stream()
                .filter(d -> comes
                        ? d.before().isPresent() && d.after().isEmpty()
                        : d.before().isEmpty() && d.after().isPresent())
                .flatMap(d -> guest(d.path()).stream())
                .filter(g -> g.vmid().equals(guest.vmid()) && g.kind().equals(guest.kind()))
                .findFirst();
    }

    private static ObjectNode moved(Transition t, int index, GuestEvents.Guest to, GuestEvents.Guest from) {
        return ofGuest(
                t, index, GuestEvents.MOVED, new GuestEvents.Moved(to.vmid(), to.node(), from.node(), to.kind()));
    }

    private static <P extends Record> ObjectNode ofGuest(Transition t, int index, EventType<P> type, P data) {
        ObjectNode event = stamped(type, data, t.revision(), index, t.actor(), Instant.ofEpochMilli(t.stampMillis()));
        event.put("id", t.revision() + "-" + index + "-guest");
        event.put("sequence", sequence(t.revision(), 2 * index + 1));
        return event;
    }

    /** Which guest's configuration a document is. */
    static Optional<GuestEvents.Guest> guest(String path) {
        Matcher guest = GUEST.matcher(path);
        return guest.matches()
                ? Optional.of(new GuestEvents.Guest(
                        Vmid.parse(guest.group(3)),
                        new NodeName(guest.group(1)),
                        guest.group(2).equals("lxc") ? "lxc" : "qemu"))
                : Optional.empty();
    }

    /** What this node lacks others may have: it tells so in its own name, and behind what they tell of that revision. */
    static ObjectNode missing(NodeName here, String log, long from, Revision to, Instant time) {
        ConfigEvents.Missing data = new ConfigEvents.Missing(log, from, to.number());
        ObjectNode event = stamped(ConfigEvents.RESYNC_REQUIRED, data, to, 0, "system:node@" + here, time);
        event.put("source", "/nodes/" + here + "/config");
        event.put("id", here + "-missing-" + from + "-" + to);
        event.put("sequence", sequence(to, Integer.MAX_VALUE));
        return event;
    }

    private static <P extends Record> ObjectNode stamped(
            EventType<P> type, P data, Revision revision, int index, String actor, Instant time) {
        ObjectNode event = EventJson.head(SOURCE, Happening.of(type, data, actor), time);
        event.put("id", revision + "-" + index);
        event.put("sequence", sequence(revision, 2 * index));
        event.put("revision", revision.toString());
        return event;
    }

    /** Its counter is the line's position. */
    private static String sequence(Revision revision, int place) {
        return EventJson.sequence(0, HistoryLog.position(revision.number(), place));
    }
}
