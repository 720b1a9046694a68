package io.coppice.network.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.failure.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmationsTest {
    @TempDir
    private Path folder;

    private Confirmations confirmations(Duration ahead, Duration time) {
        return new Confirmations(folder, Clock.offset(Clock.systemUTC(), ahead), time);
    }

    private static CompletableFuture<String> waiting(Confirmations all) {
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                all.await("task");
                end.complete("confirmed");
            } catch (IOException | InterruptedException e) {
                end.complete(String.valueOf(e.getMessage()));
            }
        });
        while (all.until().isEmpty() && !end.isDone()) {
            Thread.onSpinWait();
        }
        return end;
    }

    @Test
    void what_is_confirmed_in_time_is_kept() throws Exception {
        Confirmations all = confirmations(Duration.ZERO, Duration.ofMinutes(1));
        CompletableFuture<String> end = waiting(all);
        all.confirm();
        assertEquals("confirmed", end.get(10, TimeUnit.SECONDS));
        assertEquals(Optional.empty(), all.until());
        assertThrows(Refused.class, all::confirm);
    }

    @Test
    void what_nobody_confirms_goes_back() throws Exception {
        Confirmations all = confirmations(Duration.ZERO, Duration.ofMillis(50));
        String end = waiting(all).get(10, TimeUnit.SECONDS);
        assertTrue(end.contains("was not confirmed"), end);
    }

    @Test
    void a_process_that_comes_later_knows_when_the_time_is_over() throws Exception {
        CompletableFuture<String> killed = waiting(confirmations(Duration.ZERO, Duration.ofMinutes(1)));
        Confirmations next = confirmations(Duration.ofSeconds(61), Duration.ofMinutes(1));
        assertTrue(waiting(next).get(10, TimeUnit.SECONDS).contains("was not confirmed"));
        assertTrue(!killed.isDone());
    }

    @Test
    void what_was_confirmed_before_a_crash_stays_so() throws Exception {
        Confirmations first = confirmations(Duration.ZERO, Duration.ofMinutes(1));
        CompletableFuture<String> end = waiting(first);
        first.confirm();
        end.get(10, TimeUnit.SECONDS);
        Confirmations next = confirmations(Duration.ofHours(1), Duration.ofMinutes(1));
        assertEquals("confirmed", waiting(next).get(10, TimeUnit.SECONDS));
        next.forget("task");
        next.forget("task");
    }

    /** A clock that is set by so much while something waits. */
    private static final class SetClock extends Clock {
        volatile Duration by = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void a_clock_that_is_set_back_meanwhile_holds_nothing_back() throws Exception {
        SetClock clock = new SetClock();
        CompletableFuture<String> end = waiting(new Confirmations(folder, clock, Duration.ofSeconds(1)));
        assertFalse(end.isDone());
        clock.by = Duration.ofHours(-5);
        assertTrue(end.get(10, TimeUnit.SECONDS).contains("was not confirmed"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-5, 5})
    void a_clock_that_is_set_meanwhile_leaves_somebody_the_full_time(int hours) throws Exception {
        SetClock clock = new SetClock();
        Confirmations all = new Confirmations(folder, clock, Duration.ofMinutes(1));
        CompletableFuture<String> end = waiting(all);
        clock.by = Duration.ofHours(hours);
        long left = all.until().orElseThrow() - clock.millis();
        assertTrue(left > 30_000 && left <= 60_000, "ms left by the clock as it is: " + left);
        assertThrows(TimeoutException.class, () -> end.get(300, TimeUnit.MILLISECONDS));
        all.confirm();
        assertEquals("confirmed", end.get(10, TimeUnit.SECONDS));
    }

    @Test
    void a_process_that_comes_after_the_clock_was_set_back_waits_the_full_time_once() throws Exception {
        Duration time = Duration.ofSeconds(1);
        CompletableFuture<String> killed = waiting(confirmations(Duration.ofHours(5), time));
        CompletableFuture<String> next = waiting(confirmations(Duration.ZERO, time));
        assertTrue(next.get(10, TimeUnit.SECONDS).contains("was not confirmed"));
        assertTrue(killed.get(10, TimeUnit.SECONDS).contains("was not confirmed"));
        long began = System.nanoTime();
        String third =
                waiting(confirmations(Duration.ZERO, Duration.ofMinutes(1))).get(10, TimeUnit.SECONDS);
        assertTrue(third.contains("was not confirmed"), third);
        assertTrue(System.nanoTime() - began < Duration.ofSeconds(5).toNanos(), "it was over already");
    }
}
