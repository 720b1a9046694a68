package io.coppice.compute.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.contract.word.Vmid;
import io.coppice.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Figures are asked for once for all who want them at a time, and never kept beyond what was switched. */
@Timeout(120)
class KeptTest {
    private static final Vmid GUEST = new Vmid(100);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Kept<Integer> kept = new Kept<>();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void many_who_ask_at_once_are_one_question() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int n = 0; n < 16; n++) {
                answers.add(callers.submit(asking(slow)));
            }
            Eventually.that("somebody asks", () -> asked.get() == 1);
            slow.countDown();
            for (Future<Integer> answer : answers) {
                assertEquals(1, answer.get());
            }
        }
        assertEquals(1, asked.get());
    }

    @Test
    void who_asks_after_a_switch_does_not_get_what_was_asked_for_before_it() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> before = callers.submit(asking(slow));
            Eventually.that("somebody asks", () -> asked.get() == 1);
            kept.forget(GUEST);
            assertEquals(2, kept.of(GUEST, LONG, v -> true, last -> asked.incrementAndGet()));
            slow.countDown();
            assertEquals(1, before.get());
        }
        assertEquals(2, kept.of(GUEST, LONG, v -> true, last -> asked.incrementAndGet()));
    }

    @Test
    void what_serves_no_more_or_is_too_old_is_asked_for_anew() {
        for (int n = 1; n <= 2; n++) {
            int expected = n;
            assertEquals(expected, kept.of(GUEST, LONG, v -> v == expected, last -> asked.incrementAndGet()));
        }
        assertEquals(3, kept.of(GUEST, Duration.ZERO, v -> true, last -> asked.incrementAndGet()));
        assertEquals(3, kept.last(GUEST).orElseThrow());
    }

    private Callable<Integer> asking(CountDownLatch until) {
        return () -> kept.<InterruptedException>of(GUEST, LONG, v -> true, last -> {
            int nth = asked.incrementAndGet();
            until.await(60, TimeUnit.SECONDS);
            return nth;
        });
    }
}
