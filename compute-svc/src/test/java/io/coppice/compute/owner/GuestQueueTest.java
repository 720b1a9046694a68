package io.coppice.compute.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.compute.owner.GuestQueue.Entry;
import io.coppice.compute.owner.GuestQueue.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuestQueueTest {
    private final GuestQueue<Integer> queue = new GuestQueue<>();

    @Test
    void a_reset_that_waits_already_is_not_done_twice() {
        assertEquals(1, queue.ask(Kind.RESET, 1).request());
        assertEquals(1, queue.ask(Kind.RESET, 2).request());
        assertEquals(Optional.of(new Entry.Asked<>(Kind.RESET, 1)), queue.poll());
        assertEquals(Optional.empty(), queue.poll());
    }

    @Test
    void a_pause_after_a_resume_is_another_one() {
        queue.ask(Kind.PAUSE, 1);
        queue.ask(Kind.RESUME, 2);
        assertEquals(3, queue.ask(Kind.PAUSE, 3).request());
    }

    @Test
    void two_starts_are_two_since_each_has_its_mark() {
        queue.ask(Kind.START, 1);
        assertEquals(2, queue.ask(Kind.START, 2).request());
    }

    @Test
    void an_end_drops_what_waits_and_comes_next() {
        queue.ask(Kind.RESET, 1);
        queue.ask(Kind.OTHER, 2);
        assertEquals(List.of(1, 2), queue.ask(Kind.END, 3).dropped());
        assertEquals(Optional.of(new Entry.Asked<>(Kind.END, 3)), queue.poll());
    }

    @Test
    void a_start_after_an_end_waits_for_it() {
        queue.ask(Kind.END, 1);
        queue.ask(Kind.START, 2);
        assertEquals(Optional.of(new Entry.Asked<>(Kind.END, 1)), queue.poll());
        assertEquals(Optional.of(new Entry.Asked<>(Kind.START, 2)), queue.poll());
    }

    @Test
    void what_happened_is_taken_before_what_is_wanted() {
        queue.ask(Kind.RESET, 1);
        queue.tell(new Happening.Gone(7));
        assertEquals(Optional.of(new Entry.Told<>(new Happening.Gone(7))), queue.poll());
    }

    @Test
    void nothing_is_lost_and_nothing_done_twice_in_any_history() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            GuestQueue<Integer> q = new GuestQueue<>();
            Set<Integer> open = new HashSet<>();
            List<Happening> told = new ArrayList<>();
            List<Happening> heard = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                switch (random.nextInt(3)) {
                    case 0 -> {
                        Happening what = new Happening.Gone(i);
                        q.tell(what);
                        told.add(what);
                    }
                    case 1 -> {
                        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
                        var accepted = q.ask(kind, i);
                        assertTrue(accepted.request() == i || open.contains(accepted.request()));
                        open.add(accepted.request());
                        accepted.dropped().forEach(d -> assertTrue(open.remove(d)));
                    }
                    default -> q.poll().ifPresent(e -> take(e, open, heard));
                }
            }
            for (var e = q.poll(); e.isPresent(); e = q.poll()) {
                take(e.get(), open, heard);
            }
            assertEquals(told, heard);
            assertEquals(Set.of(), open);
        }
    }

    private static void take(Entry<Integer> entry, Set<Integer> open, List<Happening> heard) {
        switch (entry) {
            case Entry.Told<Integer> t -> heard.add(t.what());
            case Entry.Asked<Integer> a -> assertTrue(open.remove(a.request()));
        }
        assertFalse(open.contains(-1));
    }
}
