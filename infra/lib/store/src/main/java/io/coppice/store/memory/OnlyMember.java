package io.coppice.store.memory;

import io.coppice.store.Membership;
import io.coppice.store.Outcome;
import io.coppice.store.state.Apply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who holds the whole truth in memory leads nobody, and is never cut off. */
final class OnlyMember implements Membership {
    private final MemoryStore store;
    private final String me;

    OnlyMember(MemoryStore store, String me) {
        this.store = store;
        this.me = me;
    }

    @Override
    public String me() {
        return me;
    }

    @Override
    public Role role() {
        return Role.LEADS;
    }

    @Override
    public Optional<String> leader() {
        return Optional.of(me);
    }

    @Override
    public Duration silence() {
        return Duration.ZERO;
    }

    @Override
    public boolean hasHeard(Duration within) {
        return true;
    }

    @Override
    public List<String> voters() {
        return List.of(me);
    }

    @Override
    public List<Standing> standings() {
        return List.of(new Standing(me, true, Duration.ZERO, true, knows()));
    }

    @Override
    public Optional<Outcome> outcome(UUID id) {
        return store.outcome(id);
    }

    @Override
    public int level() {
        return store.level();
    }

    @Override
    public int knows() {
        return Apply.LEVEL;
    }

    @Override
    public Optional<String> halted() {
        return Optional.empty();
    }

    /** The newest level holds from the first moment on. */
    @Override
    public int raise() {
        return level();
    }
}
