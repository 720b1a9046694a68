package io.coppice.compute.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.compute.owner.GuestState.Broken;
import io.coppice.compute.owner.GuestState.Ending;
import io.coppice.compute.owner.GuestState.PoweredOff;
import io.coppice.compute.owner.GuestState.Running;
import io.coppice.compute.owner.GuestState.Starting;
import io.coppice.compute.owner.GuestState.Stopped;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuestStateTest {
    private static final Running RUNNING = new Running(7, true, false);

    private static Optional<GuestState> next(GuestState now, Happening what) {
        return GuestState.next(now, what);
    }

    @Test
    void a_guest_starts_runs_powers_off_and_is_ended() {
        GuestState s = new Stopped();
        for (Happening h : List.of(
                new Happening.Starts(),
                new Happening.Seen(7, false, false),
                new Happening.PoweredOff(7),
                new Happening.Ends(),
                new Happening.Gone(7))) {
            s = next(s, h).orElseThrow();
        }
        assertEquals(new Stopped(), s);
    }

    @Test
    void a_guest_that_powers_off_is_ended() {
        assertEquals(Set.of(Reaction.END, Reaction.PUBLISH), Reaction.to(RUNNING, new PoweredOff(7)));
    }

    @Test
    void what_a_process_left_that_went_by_itself_is_cleaned_up() {
        assertEquals(Optional.of(new Stopped()), next(RUNNING, new Happening.Gone(7)));
        assertTrue(Reaction.to(RUNNING, new Stopped()).contains(Reaction.CLEAN_UP));
    }

    @Test
    void what_was_ended_is_not_cleaned_up_twice() {
        assertEquals(Set.of(Reaction.PUBLISH), Reaction.to(new Ending(), new Stopped()));
    }

    @Test
    void the_end_of_an_earlier_process_does_not_end_the_guest() {
        assertEquals(Optional.empty(), next(RUNNING, new Happening.Gone(6)));
        assertEquals(Optional.empty(), next(RUNNING, new Happening.PoweredOff(6)));
    }

    @Test
    void a_guest_that_breaks_under_kvm_costs_kvm_its_trust() {
        GuestState broken =
                next(RUNNING, new Happening.Broke(7, true, "internal error")).orElseThrow();
        assertEquals(new Broken(7, true, "internal error"), broken);
        assertTrue(Reaction.to(RUNNING, broken).contains(Reaction.DISTRUST_KVM));
    }

    @Test
    void a_guest_that_breaks_without_kvm_costs_nothing() {
        assertEquals(Set.of(Reaction.PUBLISH), Reaction.to(RUNNING, new Broken(7, false, "panic")));
    }

    @Test
    void a_guest_that_is_found_powered_off_or_broken_is_known_as_that() {
        assertEquals(Optional.of(new PoweredOff(7)), next(new Starting(), new Happening.PoweredOff(7)));
        assertEquals(Optional.of(new Broken(7, true, "x")), next(new Stopped(), new Happening.Broke(7, true, "x")));
    }

    @Test
    void a_reset_mends_what_broke() {
        assertEquals(Optional.of(RUNNING), next(new Broken(7, true, "x"), new Happening.Seen(7, true, false)));
    }

    @Test
    void a_guest_that_ends_cannot_be_seen_running_any_more() {
        assertEquals(Optional.empty(), next(new Ending(), new Happening.Seen(7, true, false)));
    }

    @Test
    void in_any_history_a_process_that_is_gone_is_not_there_and_nothing_changes_into_itself() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            GuestState now = new Stopped();
            for (int i = 0; i < 40; i++) {
                Happening what = any(random);
                Optional<GuestState> then = next(now, what);
                if (then.isPresent()) {
                    assertNotEquals(now, then.get());
                }
                now = then.orElse(now);
                if (what instanceof Happening.Gone g) {
                    assertTrue(pid(now) != g.pid(), now + " after " + what);
                }
            }
            now = next(now, new Happening.Ends()).orElse(now);
            now = next(now, new Happening.Gone(0)).orElse(now);
            assertEquals(new Stopped(), now);
        }
    }

    private static long pid(GuestState s) {
        return switch (s) {
            case Running r -> r.pid();
            case PoweredOff p -> p.pid();
            case Broken b -> b.pid();
            case Stopped x -> -1;
            case Starting x -> -1;
            case Ending x -> -1;
        };
    }

    private static Happening any(Random random) {
        long pid = 1 + random.nextInt(2);
        return switch (random.nextInt(7)) {
            case 0 -> new Happening.Starts();
            case 1 -> new Happening.Failed();
            case 2 -> new Happening.Seen(pid, random.nextBoolean(), random.nextBoolean());
            case 3 -> new Happening.PoweredOff(pid);
            case 4 -> new Happening.Broke(pid, random.nextBoolean(), "x");
            case 5 -> new Happening.Ends();
            default -> new Happening.Gone(pid);
        };
    }
}
