package io.coppice.metrics.send;

import io.coppice.contract.metrics.ServerKind;
import io.coppice.contract.word.NodeName;
import io.coppice.metrics.figure.Observation;
import io.coppice.metrics.figure.Observations;
import io.coppice.metrics.server.Definition;
import io.coppice.metrics.server.Definitions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Gives every metric server that is defined what this node owns; the other nodes send theirs. One thread's. */
public final class Pushing implements AutoCloseable {
    private final Supplier<List<Definition>> servers;
    private final Supplier<List<Observation>> observations;
    private final Sinks sinks;
    private final Losses losses;
    private final Limits limits;
    private final Map<String, Running> running = new HashMap<>();

    private record Running(Definition definition, Sender sender) {}

    /**
     * @param waiting bytes that may wait for one server
     * @param pause between two tries to reach one that is away
     */
    public record Limits(long waiting, Duration pause) {
        public static final Limits USUAL = new Limits(8L << 20, Duration.ofSeconds(5));
    }

    public Pushing(
            NodeName here,
            Definitions definitions,
            Observations observations,
            Sinks sinks,
            Losses losses,
            Limits limits) {
        this(definitions::all, () -> observations.of(here), sinks, losses, limits);
    }

    Pushing(
            Supplier<List<Definition>> servers,
            Supplier<List<Observation>> observations,
            Sinks sinks,
            Losses losses,
            Limits limits) {
        this.servers = servers;
        this.observations = observations;
        this.sinks = sinks;
        this.losses = losses;
        this.limits = limits;
    }

    /** One round; returns at once, whatever servers do. */
    public void push() {
        follow();
        if (running.isEmpty()) {
            return;
        }
        List<Observation> mine = observations.get();
        for (Running r : running.values()) {
            Encoding encoding = Sinks.encoding(r.definition());
            List<String> lines = new ArrayList<>();
            mine.forEach(o -> lines.addAll(encoding.lines(o)));
            r.sender().offer(lines);
        }
    }

    /** Begins, ends and changes senders as their definitions did. */
    private void follow() {
        Map<String, Definition> wanted = new HashMap<>();
        servers.get().stream()
                .filter(d -> !d.isDisabled() && d.kind() != ServerKind.OPENTELEMETRY)
                .forEach(d -> wanted.put(d.id(), d));
        running.values().removeIf(r -> {
            boolean same = r.definition().equals(wanted.get(r.definition().id()));
            if (!same) {
                r.sender().close();
            }
            return !same;
        });
        wanted.forEach((id, d) -> running.computeIfAbsent(id, i -> new Running(d, sender(d))));
    }

    private Sender sender(Definition d) {
        return new Sender(d.id(), sinks.sink(d), losses, limits.waiting(), limits.pause());
    }

    /** How much waits for a server. */
    Optional<Long> waiting(String server) {
        return Optional.ofNullable(running.get(server)).map(r -> r.sender().waitingBytes());
    }

    @Override
    public void close() {
        running.values().forEach(r -> r.sender().close());
        running.clear();
        sinks.close();
    }
}
