package io.coppice.servicekit.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.memory.HandedOn;
import io.coppice.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DecidedTest {
    private static final String PATH = "user.cfg:user:a@pve";
    private final MemoryStore store = new MemoryStore(new Random(1), () -> 0);

    private static Change change() {
        return Change.by(Service.AUTH, "root@pam").absent(PATH).put(PATH, "a\n").build();
    }

    private Failure refusal() {
        return assertThrows(Refused.class, () -> Decided.submit(store, change(), "overtaken"))
                .failure();
    }

    @Test
    void what_is_done_tells_its_revision_and_what_was_overtaken_is_said_in_the_callers_words() {
        assertEquals(
                store.image().revision().number() + 1,
                Decided.submit(store, change(), "overtaken").number());
        assertEquals(new Failure.Conflict("overtaken"), refusal());
    }

    @Test
    void what_may_have_happened_is_never_said_to_have_failed() {
        for (MemoryStore.Mood mood : new MemoryStore.Mood[] {MemoryStore.Mood.AWAY, MemoryStore.Mood.MUTE}) {
            store.become(mood);
            Failure.NoAnswer unknown = assertInstanceOf(Failure.NoAnswer.class, refusal());
            assertEquals(595, unknown.status());
            assertTrue(
                    unknown.message().matches("outcome unknown: .*/coppice/changes/[0-9a-f-]{36} .*"),
                    unknown::message);
        }
    }

    @Test
    void without_a_quorum_it_is_refused_for_good() {
        store.become(MemoryStore.Mood.ALONE);
        assertEquals(new Failure.Conflict(Decided.REFUSED + "no quorum"), refusal());
    }

    /** A node that is far behind, and comes nearer with each look. */
    @Test
    void who_is_far_behind_waits_until_it_has_all_that_overtook_it() {
        List<Image> seen = new ArrayList<>(List.of(store.image()));
        for (int i = 0; i < 100; i++) {
            store.submit(Change.by(Service.AUTH, "root@pam").put(PATH, i + "\n").build());
            seen.add(store.image());
        }
        AtomicInteger at = new AtomicInteger();
        Store behind = new HandedOn(store) {
            @Override
            public Image image() {
                return seen.get(Math.min(at.getAndIncrement(), seen.size() - 1));
            }

            @Override
            public Outcome submit(Change change) {
                Outcome outcome = super.submit(change);
                if (outcome instanceof Outcome.Done) {
                    seen.add(store.image());
                    at.set(seen.size() - 1);
                }
                return outcome;
            }
        };
        Decided.anew(behind, Service.AUTH, () -> {
            Image now = behind.image();
            Change.Builder next = Change.by(Service.AUTH, "root@pam");
            Optional<Document> was = now.find(PATH);
            return Optional.of((was.isPresent() ? next.unchanged(was.get()) : next.absent(PATH))
                    .put(PATH, "mine\n")
                    .build());
        });
        assertEquals("mine\n", store.image().find(PATH).orElseThrow().text());
    }

    @Test
    void a_step_that_is_never_answered_can_tell_which_change_it_was() {
        store.become(MemoryStore.Mood.AWAY);
        Change change = change();
        StoreUnavailable away = assertThrows(StoreUnavailable.class, () -> Truth.submit(store, change));
        assertTrue(String.valueOf(away.getMessage()).contains("/coppice/changes/" + change.id()), away::getMessage);
    }
}
