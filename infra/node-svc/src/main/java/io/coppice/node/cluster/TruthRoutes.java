package io.coppice.node.cluster;

import io.coppice.contract.api.cluster.ChangesApi;
import io.coppice.servicekit.serve.Routes;
import io.coppice.store.Membership;
import io.coppice.store.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** /coppice/changes: what became of a change that somebody had no answer to. */
public final class TruthRoutes {
    private static final String UNKNOWN =
            "no change of this id is among the last that are known: it has not happened so far, or long ago";
    /** A leader is heard of within a second or two where a node can reach it at all. */
    private static final Duration FIRST_WORD = Duration.ofSeconds(5);

    private static final Duration NEVER = Duration.ofDays(1);
    private final Function<UUID, Optional<Outcome>> outcomes;
    private final Supplier<Duration> silence;

    /**
     * @param outcomes of changes, by their ids; empty where nobody who can be reached knows
     * @param silence for how long no leader was heard of
     */
    public TruthRoutes(Function<UUID, Optional<Outcome>> outcomes, Supplier<Duration> silence) {
        this.outcomes = outcomes;
        this.silence = silence;
    }

    /** For how long a member has not known what is decided: one that starts does not know who was shut out while it was away. */
    public static Duration silence(Membership standing) {
        try {
            return standing.hasHeard(FIRST_WORD) ? standing.silence() : NEVER;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NEVER;
        }
    }

    public Routes routes() {
        return new Routes()
                .serve(ChangesApi.BECAME, (caller, in) -> became(UUID.fromString(in.id())))
                .serve(
                        ChangesApi.SILENCE,
                        (caller, in) -> new ChangesApi.Silence(silence.get().toSeconds()));
    }

    private ChangesApi.Became became(UUID id) {
        Optional<Outcome> outcome = outcomes.apply(id);
        if (outcome.isEmpty()) {
            return new ChangesApi.Became(id.toString(), "unknown", Optional.empty(), Optional.of(UNKNOWN));
        }
        return switch (outcome.get()) {
            case Outcome.Done d ->
                new ChangesApi.Became(
                        id.toString(), "done", Optional.of(d.revision().toString()), Optional.empty());
            case Outcome.Refused r ->
                new ChangesApi.Became(id.toString(), "refused", Optional.empty(), Optional.of(r.message()));
            case Outcome.Unknown u ->
                new ChangesApi.Became(id.toString(), "unknown", Optional.empty(), Optional.of(u.message()));
        };
    }
}
