package io.coppice.auth.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.store.memory.MemoryStore;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccessStoreTest {
    private final MemoryStore truth = new MemoryStore(new Random(1), () -> 0);
    private final AccessStore store = new AccessStore(truth);

    private void write() {
        store.write((image, config) -> Optional.of(
                AccessStore.change("root@pam").put("user.cfg:user:a@pve", "a\n").build()));
    }

    @Test
    void a_write_whose_answer_is_lost_is_not_said_to_have_failed() {
        truth.become(MemoryStore.Mood.MUTE);
        assertInstanceOf(
                Failure.NoAnswer.class, assertThrows(Refused.class, this::write).failure());
        assertEquals(Optional.of("a\n"), store.text("user.cfg:user:a@pve"));
    }

    @Test
    void one_that_never_happens_is() {
        truth.become(MemoryStore.Mood.ALONE);
        assertInstanceOf(
                Failure.Conflict.class, assertThrows(Refused.class, this::write).failure());
    }
}
