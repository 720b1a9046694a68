package io.coppice.node.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.event.ConfigEvents;
import io.coppice.contract.event.EventType;
import io.coppice.contract.event.GuestEvents;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventJson;
import io.coppice.servicekit.event.EventLog;
import io.coppice.servicekit.event.Happening;
import io.coppice.servicekit.event.LogReader;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Outcome;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import io.coppice.store.Transition;
import io.coppice.store.Watcher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an event of each change of the truth, in order. How far it has come stands in the store, and in the last event of
 * its log, which may be ahead: so no change is told twice after a crash. Ids follow from the change.
 */
public final class HistoryShipper implements Watcher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryShipper.class);
    private static final String CURSOR = "coppice/node/events";
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** Tries to go on from where it was before a reset is believed: a store may reset whom it likes. */
    private static final int TRIES = 5;

    private static final Pattern GUEST = Pattern.compile("nodes/([^/]+)/(qemu-server|lxc)/(\\d+)\\.conf");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Store store;
    private final Path folder;
    private final EventLog log;
    private final Runnable afterwards;
    private final InstantSource clock;
    private final String source;
    private Revision seen;
    private Store.Watch watch;
    private int resets;
    private volatile boolean closed;

    /** @param afterwards called when something was written */
    public HistoryShipper(Store store, NodeName here, Path folder, Runnable afterwards, InstantSource clock)
            throws IOException {
        this.store = store;
        this.folder = folder;
        this.afterwards = afterwards;
        this.clock = clock;
        this.source = "/nodes/" + here + "/config";
        this.log = EventLog.open(folder, "config", EventLog.Limits.USUAL, clock);
        this.seen = position(folder);
        this.watch = () -> {};
    }

    /** Begins with what has changed since it last ran. */
    public synchronized HistoryShipper start() {
        watch = store.watchAfter(seen, "", this);
        return this;
    }

    private Revision position(Path folder) throws IOException {
        Revision now = store.image().revision();
        List<LogReader.Line> last =
                new LogReader(folder).read(Math.max(1, log.next() - 1), 1).lines();
        Optional<Revision> kept = last.isEmpty()
                ? Optional.empty()
                : revision(EventJson.text(EventJson.parse(last.getLast().json()), "revision"));
        Optional<Revision> cursor =
                store.image().find(CURSOR).flatMap(d -> revision(d.text().strip()));
        return kept.filter(r -> cursor.isEmpty() || isAhead(r, cursor.get()))
                .or(() -> cursor)
                .orElse(new Revision(now.incarnation(), 0));
    }

    private static boolean isAhead(Revision a, Revision b) {
        return a.incarnation().equals(b.incarnation()) && a.number() > b.number();
    }

    private static Optional<Revision> revision(String text) {
        int dash = text.lastIndexOf('-');
        try {
            return Optional.of(
                    new Revision(UUID.fromString(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1))));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    @Override
    public void reset(Image now) {
        Revision then = now.revision();
        synchronized (this) {
            boolean same = then.incarnation().equals(seen.incarnation());
            if (same && then.number() <= seen.number()) {
                return;
            }
            if (same && resets++ < TRIES) {
                watch.close();
                watch = store.watchAfter(seen, "", this);
                return;
            }
            long from = same ? seen.number() + 1 : 1;
            keep(missing(from, then));
            seen = then;
            notifyAll();
        }
        afterwards.run();
    }

    @Override
    public void changed(Transition transition) {
        synchronized (this) {
            // a watch that was given up may still deliver; so may one that began anew
            if (closed || transition.revision().number() <= seen.number()) {
                return;
            }
            List<Transition.Delta> deltas = transition.deltas();
            for (int i = 0; i < deltas.size(); i++) {
                if (isTold(deltas.get(i).path())) {
                    keep(event(transition, deltas.get(i), i));
                    guestEvent(transition, deltas.get(i), i).ifPresent(this::keep);
                }
            }
            seen = transition.revision();
            resets = 0;
            notifyAll();
        }
        afterwards.run();
    }

    /** Its own cursor would lead to itself; inputs of tasks come and go with each task. */
    static boolean isTold(String path) {
        return !path.equals(CURSOR) && !path.startsWith("priv/tasks/");
    }

    private ObjectNode event(Transition t, Transition.Delta delta, int index) {
        String change = delta.before().isEmpty() ? "created" : delta.after().isEmpty() ? "deleted" : "changed";
        DocumentGuard guard = DocumentGuard.of(delta.path());
        ConfigEvents.Document data = new ConfigEvents.Document(
                delta.path(),
                guard.aclPath(),
                change,
                DocumentFields.changed(delta.path(), delta.before(), delta.after()));
        return stamped(guard.type(), data, t.revision(), index, t.actor(), Instant.ofEpochMilli(t.stampMillis()));
    }

    /** A guest comes to be and goes with its configuration. */
    private Optional<ObjectNode> guestEvent(Transition t, Transition.Delta delta, int index) {
        Optional<GuestEvents.Guest> guest = guest(delta.path());
        if (guest.isEmpty() || delta.before().isPresent() == delta.after().isPresent()) {
            return Optional.empty();
        }
        EventType<GuestEvents.Guest> type = delta.after().isPresent() ? GuestEvents.CREATED : GuestEvents.DESTROYED;
        ObjectNode event =
                stamped(type, guest.get(), t.revision(), index, t.actor(), Instant.ofEpochMilli(t.stampMillis()));
        event.put("id", t.revision() + "-" + index + "-guest");
        return Optional.of(event);
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

    /**
     * Moves a cursor of all logs to where the history tells what came after a revision, which it waits for.
     *
     * @param before at or before that revision
     */
    EventCursor behind(EventCursor before, Revision revision) throws IOException, InterruptedException {
        awaitSeen(revision);
        LogReader reader = new LogReader(folder);
        long at = before.of(log.name());
        while (true) {
            LogReader.Chunk chunk = reader.read(at, 200);
            for (LogReader.Line line : chunk.lines()) {
                Optional<Revision> told = revision(EventJson.text(EventJson.parse(line.json()), "revision"));
                if (told.isPresent() && isAhead(told.get(), revision)) {
                    return before.after(log.name(), line.position() - 1);
                }
            }
            at = chunk.next();
            if (chunk.lines().isEmpty()) {
                return before.after(log.name(), at - 1);
            }
        }
    }

    private synchronized void awaitSeen(Revision revision) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (isAhead(revision, seen)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IOException("the events of revision " + revision + " are not kept yet; try again");
            }
            wait(left);
        }
    }

    private ObjectNode missing(long from, Revision to) {
        ConfigEvents.Missing data = new ConfigEvents.Missing(log.name(), from, to.number());
        return stamped(ConfigEvents.RESYNC_REQUIRED, data, to, 0, "system:node", clock.instant());
    }

    private <P extends Record> ObjectNode stamped(
            EventType<P> type, P data, Revision revision, int index, String actor, Instant time) {
        ObjectNode event = EventJson.head(source, Happening.of(type, data, actor), time);
        event.put("id", revision + "-" + index);
        event.put("sequence", EventJson.sequence(0, revision.number()));
        event.put("revision", revision.toString());
        return event;
    }

    /** Tries for ever: a change must not be left out because the disk is full for a while. */
    private void keep(ObjectNode event) {
        while (!closed) {
            try {
                log.append(position -> EventJson.line(event));
                return;
            } catch (IOException e) {
                LOG.error("the log of events cannot be written; trying again: {}", e.getMessage());
                try {
                    Thread.sleep(AGAIN);
                } catch (InterruptedException i) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /** Writes how far it has come into the store, and takes away what is too old. A reconciler calls this. */
    public void keepCursor() throws IOException {
        Revision now;
        synchronized (this) {
            now = seen;
            log.sync();
        }
        log.trim();
        Optional<Document> cursor = store.image().find(CURSOR);
        // the cursor's own change is one that it has not seen: it must not follow itself for ever
        Optional<Revision> kept = cursor.flatMap(d -> revision(d.text().strip()));
        long own = cursor.map(Document::revision).orElse(-1L);
        if (kept.isPresent()
                && (kept.get().equals(now) || (now.number() == own && kept.get().number() >= own - 1))) {
            return;
        }
        Outcome outcome = store.submit(
                Change.by(Service.NODE, "system:node").put(CURSOR, now + "\n").build());
        LOG.debug("the cursor of events: {}", outcome);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        watch.close();
        synchronized (this) {
            log.close();
        }
    }
}
