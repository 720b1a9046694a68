package io.coppice.servicekit.event;

import io.coppice.contract.event.EventType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads this node's logs as they grow, and nudges who cares for what happened. It keeps no place: what happened before it
 * began, or could not be read, is left to the next pass, which comes anyway.
 */
public final class EventNudges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventNudges.class);

    /** What other processes write wakes nobody here. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final int AT_ONCE = 200;
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final EventLogs logs;
    private final Set<String> types;
    private final Runnable nudge;
    private final Map<String, Long> next = new TreeMap<>();
    private final Thread thread;

    /**
     * Begins at the ends of the logs.
     *
     * @param nudge must be quick
     */
    public EventNudges(String name, EventLogs logs, Set<EventType<?>> types, Runnable nudge) throws IOException {
        this.logs = logs;
        this.types = types.stream().map(EventType::type).collect(Collectors.toUnmodifiableSet());
        this.nudge = nudge;
        for (Map.Entry<String, LogLines> log : logs.all().entrySet()) {
            next.put(log.getKey(), log.getValue().end());
        }
        this.thread = Thread.ofVirtual().name("nudge-" + name).start(this::run);
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                long seen = logs.seen();
                if (!look()) {
                    logs.awaitMore(seen, LOOK);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether there may be more */
    private boolean look() {
        boolean more = false;
        boolean wanted = false;
        try {
            for (Map.Entry<String, LogLines> log : logs.all().entrySet()) {
                LogReader.Chunk chunk = log.getValue().read(next.getOrDefault(log.getKey(), 1L), AT_ONCE);
                next.put(log.getKey(), chunk.next());
                more |= chunk.lines().size() == AT_ONCE;
                wanted |= chunk.lines().stream().anyMatch(line -> isWanted(line.json()));
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("events cannot be read now: {}", e.getMessage());
        }
        if (wanted) {
            nudge.run();
        }
        return more;
    }

    /** Most are not, and need not be parsed for that. */
    private boolean isWanted(String json) {
        return types.stream().anyMatch(json::contains) && types.contains(EventJson.text(json, "type"));
    }

    /** Waits until it nudges no more, five seconds at most. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            boolean ended = thread.join(LONGEST_END);
            LOG.debug("{} {}", thread.getName(), ended ? "ended" : "does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
