package io.coppice.store.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ContactTest {
    private static final int ROUNDS = 20_000;

    @Test
    void the_same_leader_again_is_no_other_one_and_the_next_one_is() {
        Contact contact = new Contact();
        contact.heard("a");
        Contact.Known known = contact.known();
        contact.heard("a");
        contact.ended("b");
        assertFalse(known.another().isDone());
        assertEquals(Optional.of("a"), contact.leader());
        contact.ended("a");
        assertEquals(Optional.empty(), contact.leader());
        assertFalse(known.another().isDone(), "none leads yet");
        contact.heard("b");
        assertTrue(known.another().isDone());
    }

    /** Who asks it would wait for an answer that does not come, and not hear that another one leads. */
    @Test
    void who_gets_a_leader_in_the_moment_in_which_another_one_comes_hears_of_that() throws Exception {
        Contact contact = new Contact();
        contact.heard("0");
        AtomicInteger round = new AtomicInteger();
        AtomicInteger read = new AtomicInteger();
        AtomicReference<Contact.Known> known = new AtomicReference<>(contact.known());
        Thread asking = Thread.ofPlatform().start(() -> {
            for (int i = 1; i <= ROUNDS; i++) {
                await(round, i);
                known.set(contact.known());
                read.set(i);
            }
        });
        Random random = new Random(7);
        for (int i = 1; i <= ROUNDS; i++) {
            round.set(i);
            for (int wait = random.nextInt(100); wait > 0; wait--) {
                Thread.onSpinWait();
            }
            contact.heard(Integer.toString(i));
            await(read, i);
            boolean old = !known.get().leader().equals(Optional.of(Integer.toString(i)));
            assertEquals(old, known.get().another().isDone(), "round " + i);
        }
        asking.join();
    }

    private static void await(AtomicInteger number, int atLeast) {
        for (int i = 0; number.get() < atLeast; i++) {
            if (i < 1000) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
