package io.coppice.node.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coppice.contract.event.ConfigEvents;
import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.event.EventJson;
import io.coppice.servicekit.event.Happening;
import io.coppice.servicekit.event.LogLines;
import io.coppice.servicekit.event.LogReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the logs that are this node's part to Kafka, in order and at least once; nobody waits for it. What Kafka has is
 * asked of Kafka: one that is new or was emptied is filled again from the oldest line that is kept.
 */
public final class KafkaShipper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaShipper.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration CHECK = Duration.ofSeconds(5);
    /** What happens within so long goes to Kafka together. */
    private static final Duration GATHER = Duration.ofMillis(25);

    private static final int AT_ONCE = 200;

    private final NodeName here;
    private final KafkaSettings settings;
    private final KafkaPart part;
    private final Shipped shipped;
    private final HistoryPlace place;
    private final InstantSource clock;
    private final Thread thread;
    private String complaint = "";

    /**
     * @param state where it keeps how far it has come
     * @param place in the truth, for whoever goes on with its history
     */
    public KafkaShipper(
            NodeName here, KafkaSettings settings, KafkaPart part, Path state, HistoryPlace place, InstantSource clock)
            throws IOException {
        this.here = here;
        this.settings = settings;
        this.part = part;
        this.shipped = new Shipped(state);
        this.place = place;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("kafka-shipper").unstarted(this::run);
    }

    public KafkaShipper start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                try {
                    Optional<Map<String, Object>> client = settings.client();
                    if (client.isPresent() && part.duty().get() != KafkaDuty.NOTHING) {
                        ship(client.get());
                    }
                } catch (IOException | RuntimeException e) {
                    complain(e);
                }
                Thread.sleep(AGAIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once for each reason: a Kafka that is away for a week must not fill the log. */
    private void complain(Exception e) {
        String reason = String.valueOf(e.getMessage());
        if (!reason.equals(complaint)) {
            LOG.warn("Kafka does not take events now; they are kept and follow later: {}", reason);
            complaint = reason;
        }
    }

    private void ship(Map<String, Object> client) throws IOException, InterruptedException {
        try (Broker broker = new Broker(client, () -> isStale(client))) {
            shipped.beginWith(broker.identity());
            Set<String> held = new HashSet<>(broker.tail());
            complaint = "";
            LOG.info("events go to Kafka at {}", client.get("bootstrap.servers"));
            Set<String> before = Set.of();
            long checked = System.nanoTime();
            while (part.duty().get() != KafkaDuty.NOTHING) {
                long seen = part.all().seen();
                Map<String, LogLines> mine = part.logs();
                takeOver(broker, before, mine.keySet(), held);
                before = mine.keySet();
                boolean more = false;
                for (Map.Entry<String, LogLines> log : mine.entrySet()) {
                    more |= ship(broker, log.getKey(), log.getValue(), held);
                }
                if (System.nanoTime() - checked > CHECK.toNanos()) {
                    checked = System.nanoTime();
                    check(broker);
                }
                if (!more) {
                    part.all().awaitMore(seen, LOOK);
                    Thread.sleep(GATHER);
                }
            }
        }
    }

    /** Another node may have shipped of a log that is this one's part from now on. */
    private void takeOver(Broker broker, Set<String> before, Set<String> now, Set<String> held) throws IOException {
        for (String log : now) {
            if (KafkaPart.isHistory(log) && !before.contains(log)) {
                shipped.atLeast(log, place.upTo(log, broker.identity()));
                if (!before.isEmpty()) {
                    held.addAll(broker.tail());
                }
            }
        }
    }

    private void check(Broker broker) throws IOException, InterruptedException {
        if (!broker.isSame()) {
            throw new IOException("this Kafka was made anew");
        }
        if (part.duty().get() == KafkaDuty.OWN_AND_HISTORY) {
            for (String log : part.logs().keySet()) {
                if (KafkaPart.isHistory(log)) {
                    place.keep(log, shipped.upTo(log), broker.identity());
                }
            }
        }
    }

    /** The local Kafka has new passwords at each of its starts. */
    private boolean isStale(Map<String, Object> client) {
        try {
            return !settings.client().equals(Optional.of(client));
        } catch (IOException e) {
            return false;
        }
    }

    /** @return whether there may be more */
    private boolean ship(Broker broker, String name, LogLines log, Set<String> held)
            throws IOException, InterruptedException {
        long upTo = shipped.upTo(name);
        LogReader.Chunk chunk = log.read(upTo + 1, AT_ONCE);
        long next = Math.max(upTo + 1, log.begins());
        if (chunk.first() > next && !held.remove(Broker.place(name + ".missing", chunk.first() - 1))) {
            broker.send(name + ".missing", List.of(missing(name, next, chunk.first() - 1)));
        }
        List<LogReader.Line> lines = chunk.lines().stream()
                .filter(l -> !held.remove(Broker.place(name, l.position())))
                .toList();
        broker.send(name, lines);
        if (!chunk.lines().isEmpty()) {
            shipped.shipped(name, chunk.lines().getLast().position());
        }
        return chunk.lines().size() == AT_ONCE;
    }

    /** Its id follows from the range, so that it is the same when it is told again. */
    private LogReader.Line missing(String name, long from, long to) {
        ObjectNode event = EventJson.head(
                "/nodes/" + here + "/" + name,
                Happening.of(
                        ConfigEvents.RESYNC_REQUIRED, new ConfigEvents.Missing(name, from, to), "system:node@" + here),
                clock.instant());
        event.put("id", name + "-missing-" + from + "-" + to);
        event.put("sequence", EventJson.sequence(0, to));
        return new LogReader.Line(to, new String(EventJson.line(event), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join(Duration.ofSeconds(5));
    }
}
