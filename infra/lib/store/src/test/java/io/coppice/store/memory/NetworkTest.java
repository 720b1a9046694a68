package io.coppice.store.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.store.StoreLines;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private final Network network = new Network(new Random(7), Duration.ofMillis(50));
    private final StoreLines a = network.of("a");
    private final StoreLines b = network.of("b");
    private int heard;

    @BeforeEach
    void b_answers() {
        var unused = b.answer((from, message) -> {
            heard++;
            String said = from + " said " + new String(message, StandardCharsets.UTF_8);
            return CompletableFuture.completedFuture(said.getBytes(StandardCharsets.UTF_8));
        });
    }

    private byte[] ask() throws Exception {
        return a.ask("b", "x".getBytes(StandardCharsets.UTF_8)).get(5, TimeUnit.SECONDS);
    }

    private String failure() {
        return String.valueOf(
                assertThrows(ExecutionException.class, this::ask).getCause().getMessage());
    }

    @Test
    void what_is_asked_is_answered_and_tells_who_asks() throws Exception {
        assertArrayEquals("a said x".getBytes(StandardCharsets.UTF_8), ask());
    }

    @Test
    void a_direction_that_is_cut_carries_nothing_and_the_other_does() throws Exception {
        network.cut("a", "b");
        assertEquals("b does not answer", failure());
        assertEquals(0, heard);
        network.heal();
        network.cut("b", "a");
        assertEquals("b does not answer", failure());
        assertEquals(1, heard);
        network.heal("b", "a");
        ask();
    }

    @Test
    void delays_and_losses_are_as_told() throws Exception {
        network.disturb("a", "b", Duration.ofMillis(30), 0);
        long before = System.nanoTime();
        ask();
        assertTrue(System.nanoTime() - before >= 30_000_000L);
        network.disturb("a", "b", Duration.ZERO, 1);
        assertEquals("b does not answer", failure());
    }

    @Test
    void who_does_not_answer_any_more_is_not_there() throws Exception {
        try (AutoCloseable once = a.answer((from, message) -> CompletableFuture.completedFuture(message))) {
            assertEquals(1, b.ask("a", new byte[1]).get().length);
            assertThrows(IllegalStateException.class, () -> a.answer((f, m) -> CompletableFuture.completedFuture(m)));
        }
        assertThrows(ExecutionException.class, () -> b.ask("a", new byte[1]).get());
    }
}
