package io.coppice.auth.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.store.Change;
import io.coppice.store.memory.Awakened;
import io.coppice.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.List;
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

    /** As a member of a cluster shows it, right after a change through another one. */
    @Test
    void a_write_on_what_has_changed_elsewhere_is_decided_anew_once_this_node_has_heard_of_it() {
        String path = "user.cfg:user:a@pve";
        AccessStore behind = new AccessStore(new Awakened(truth));
        write();
        List<Boolean> seen = new ArrayList<>();
        behind.write((image, config) -> {
            seen.add(image.find(path).isPresent());
            Change.Builder change = AccessStore.change("root@pam").put(path, "b\n");
            AccessStore.expect(change, image, path);
            return Optional.of(change.build());
        });
        assertEquals(List.of(false, true), seen);
        assertEquals(Optional.of("b\n"), store.text(path));
    }

    @Test
    void one_that_never_happens_is() {
        truth.become(MemoryStore.Mood.ALONE);
        assertInstanceOf(
                Failure.Conflict.class, assertThrows(Refused.class, this::write).failure());
    }
}
