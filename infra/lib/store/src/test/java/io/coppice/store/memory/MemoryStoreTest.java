package io.coppice.store.memory;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.StoreDoorTest;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends StoreDoorTest {
    @Override
    protected Store open() {
        return new MemoryStore();
    }

    @Test
    void away_nothing_happens_and_nothing_is_known() {
        ((MemoryStore) store).become(MemoryStore.Mood.AWAY);
        Change c = put("ha/x", "1");
        assertInstanceOf(Outcome.Unknown.class, store.submit(c));
        assertTrue(store.image().find("ha/x").isEmpty());
        ((MemoryStore) store).become(MemoryStore.Mood.WELL);
        done(c);
    }

    @Test
    void mute_it_happens_and_is_known_when_sent_again() {
        ((MemoryStore) store).become(MemoryStore.Mood.MUTE);
        Change c = put("ha/x", "1");
        assertInstanceOf(Outcome.Unknown.class, store.submit(c));
        assertTrue(store.image().find("ha/x").isPresent());
        ((MemoryStore) store).become(MemoryStore.Mood.WELL);
        done(c);
    }
}
