package io.coppice.network.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.failure.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
