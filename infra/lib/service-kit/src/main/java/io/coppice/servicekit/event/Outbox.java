package io.coppice.servicekit.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coppice.contract.event.ConfigEvents;
import io.coppice.contract.word.NodeName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a service tells what it does. It never keeps anybody from doing it: what cannot be kept on disk is counted, and told
 * as missing as soon as that goes again.
 */
public final class Outbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** So many ids of the newest events are known. */
    private static final int RECENT = 20_000;

    private final String source;
    private final EventLog log;
    private final Intents intents;
    private final Epochs epochs;
    private final InstantSource clock;
    private final Set<String> recent;
    private final CopyOnWriteArrayList<Runnable> listeners;
    private volatile Settler settler = (type, data) -> false;
    private Instant knownSince;
    private long lost;

    /** Does what is told. */
    @FunctionalInterface
    public interface Act<X extends Exception> {
        void run() throws X;
    }

    /** Does what is told, and waits for the host meanwhile. */
    @FunctionalInterface
    public interface HostAct {
        void run() throws IOException, InterruptedException;
    }

    /** Tells by a look at the host whether what an intent announced has happened. */
    @FunctionalInterface
    public interface Settler {
        /** @param data of the event */
        boolean happened(String type, com.fasterxml.jackson.databind.JsonNode data) throws Exception;
    }

    /** @param folder of this service's log */
    public Outbox(Path folder, String service, NodeName here, InstantSource clock) throws IOException {
        this.source = source(service, here);
        this.clock = clock;
        this.knownSince = clock.instant();
        this.log = EventLog.open(folder, service, EventLog.Limits.USUAL, clock);
        this.intents = new Intents(folder.resolve("intents"));
        this.epochs = new Epochs(folder.resolve("epochs"));
        this.recent = new LinkedHashSet<>();
        this.listeners = new CopyOnWriteArrayList<>();
        readRecent(folder);
    }

    private Outbox(Outbox shared, String source) {
        this.source = source;
        this.clock = shared.clock;
        this.knownSince = shared.knownSince;
        this.log = shared.log;
        this.intents = shared.intents;
        this.epochs = shared.epochs;
        this.recent = shared.recent;
        this.listeners = shared.listeners;
    }

    /**
     * The same log for the same service of another node in this process, which tells in its own name. It lasts as long as
     * this one, which alone is closed; and it begins without open intents, so it is for logs that begin with the process.
     */
    public Outbox of(String service, NodeName other) {
        return new Outbox(this, source(service, other));
    }

    private static String source(String service, NodeName node) {
        return "/nodes/" + node + "/" + service;
    }

    private void readRecent(Path folder) throws IOException {
        LogReader reader = new LogReader(folder);
        long at = Math.max(1, log.next() - RECENT);
        boolean whole = at == 1 && reader.first() == 1;
        while (at < log.next()) {
            LogReader.Chunk chunk = reader.read(at, 1000);
            for (LogReader.Line line : chunk.lines()) {
                ObjectNode event = EventJson.parse(line.json());
                if (recent.isEmpty()) {
                    knownSince = Instant.parse(EventJson.text(event, "time"));
                }
                recent.add(EventJson.text(event, "id"));
            }
            if (chunk.lines().isEmpty()) {
                break;
            }
            at = chunk.next();
        }
        if (whole) {
            knownSince = Instant.EPOCH;
        }
    }

    /** Called after each event, on the thread of whoever told it; must be quick. */
    public void onEvent(Runnable listener) {
        listeners.add(listener);
    }

    /** The same, never sorted before what was told of its object, also by an earlier process; where it is nobody's now, too. */
    public <P extends Record> Happening<P> ordered(Happening<P> what) {
        String object = source + " " + what.type().subjectOf(what.data());
        return what.since(Optional.of(epochs.latest(object, what.epoch())));
    }

    /** Tells what has happened already. */
    public void happened(Happening<?> what) {
        keep(EventJson.head(source, what, clock.instant()), UUID.randomUUID().toString(), what.epoch());
    }

    /**
     * The same, once for an id that follows from what happened, so that whoever starts again may tell it again.
     *
     * @param when it happened; what is older than the ids that are known here is taken as told
     */
    public void once(String id, Instant when, Happening<?> what) {
        synchronized (recent) {
            if (recent.contains(id) || when.isBefore(knownSince)) {
                return;
            }
        }
        keep(EventJson.head(source, what, clock.instant()), id, what.epoch());
    }

    /**
     * Does something and tells it: the intent is on disk before, the event kept after. Of what throws the host is asked
     * whether it happened nevertheless; at the next start where this process is being ended.
     */
    public <X extends Exception> void around(Happening<?> what, Act<X> act) throws X {
        ObjectNode event = EventJson.head(source, what, clock.instant());
        String id = UUID.randomUUID().toString();
        event.put("id", id);
        event.put("epoch", what.epoch());
        try {
            intents.open(event);
        } catch (IOException e) {
            LOG.warn("an intent cannot be kept; its event is lost if this process ends now: {}", e.getMessage());
        }
        try {
            act.run();
        } catch (Throwable e) {
            if (!(e instanceof InterruptedException) && !Thread.currentThread().isInterrupted()) {
                settle(event, settler);
            }
            throw e;
        }
        event.put("time", clock.instant().toString());
        keep(event, id, what.epoch());
        closeIntent(id);
    }

    /** The same with something that waits for the host. */
    public void aroundHost(Happening<?> what, HostAct act) throws IOException, InterruptedException {
        try {
            this.<Exception>around(what, act::run);
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** Settles what an earlier process left open. To be called once, before anything new is done. */
    public void settle(Settler by) {
        settler = by;
        intents.open().forEach(event -> settle(event, by));
    }

    private void settle(ObjectNode event, Settler by) {
        String id = EventJson.text(event, "id");
        try {
            boolean told;
            synchronized (recent) {
                told = recent.contains(id);
            }
            if (!told && by.happened(EventJson.text(event, "type"), event.path("data"))) {
                keep(event, id, event.path("epoch").asLong());
            }
            closeIntent(id);
        } catch (Exception e) {
            LOG.warn("whether {} happened cannot be told yet", id, e);
        }
    }

    private void closeIntent(String id) {
        try {
            intents.close(id);
        } catch (IOException e) {
            LOG.warn("an intent stays open and is looked at again at the next start: {}", e.getMessage());
        }
    }

    private void keep(ObjectNode event, String id, long epoch) {
        event.put("id", id);
        event.remove("epoch");
        synchronized (log) {
            try {
                confessLoss();
                log.append(position -> {
                    event.put("sequence", EventJson.sequence(epoch, position));
                    return EventJson.line(event);
                });
                remember(id);
            } catch (IOException e) {
                lost++;
                LOG.error("an event is lost, since its log cannot be written: {}", e.getMessage());
            }
        }
        listeners.forEach(Runnable::run);
    }

    /** Loss is possible, silence is not. */
    private void confessLoss() throws IOException {
        if (lost > 0) {
            ObjectNode event = EventJson.head(
                    source,
                    Happening.of(
                            ConfigEvents.RESYNC_REQUIRED,
                            new ConfigEvents.Missing(log.name(), log.next(), log.next()),
                            "system:" + log.name()),
                    clock.instant());
            event.put("id", UUID.randomUUID().toString());
            log.append(position -> {
                event.put("sequence", EventJson.sequence(0, position));
                return EventJson.line(event);
            });
            lost = 0;
        }
    }

    private void remember(String id) {
        synchronized (recent) {
            recent.add(id);
            if (recent.size() > RECENT) {
                recent.remove(recent.iterator().next());
            }
        }
    }

    @Override
    public void close() throws IOException {
        intents.close();
        epochs.close();
        log.close();
    }
}
