package io.coppice.compute.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Tunnel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConsolesTest {
    private static final Vmid GUEST = new Vmid(100);
    private static final String USER = "anna@pve";
    private final Consoles consoles = new Consoles(Duration.ofMillis(200));

    private Console open() {
        return consoles.open(GUEST, USER, Path.of("/run/100.vnc"), Tunnel.Dialect.BYTES);
    }

    @Test
    void a_ticket_is_of_one_guest_and_one_user() {
        Console console = open();
        int port = console.port();
        consoles.find(GUEST, USER, port, console.ticket());
        assertThrows(Refused.class, () -> consoles.find(new Vmid(101), USER, port, console.ticket()));
        assertThrows(Refused.class, () -> consoles.find(GUEST, "ben@pve", port, console.ticket()));
        assertThrows(Refused.class, () -> consoles.find(GUEST, USER, port + 1, console.ticket()));
        assertThrows(Refused.class, () -> consoles.find(GUEST, USER, port, console.ticket() + "x"));
    }

    @Test
    void a_ticket_opens_once() {
        Console console = open();
        Tunnel tunnel = consoles.enter(console);
        assertEquals(USER + ":" + console.ticket(), tunnel.welcome());
        assertThrows(Refused.class, () -> consoles.enter(console));
    }

    @Test
    void a_ticket_that_nobody_uses_ends_by_itself_and_frees_its_port() throws Exception {
        Console console = open();
        assertFalse(consoles.await(console.port()));
        assertThrows(Refused.class, () -> consoles.find(GUEST, USER, console.port(), console.ticket()));
        assertThrows(Refused.class, () -> consoles.enter(console));
        assertEquals(console.port(), open().port());
    }

    @Test
    void it_lasts_as_long_as_the_connection() throws Exception {
        Console console = open();
        Tunnel tunnel = consoles.enter(console);
        CompletableFuture<Boolean> held = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                held.complete(consoles.await(console.port()));
            } catch (InterruptedException e) {
                held.completeExceptionally(e);
            }
        });
        tunnel.over().complete(null);
        assertTrue(held.get());
    }

    @Test
    void ending_it_ends_the_connection_however_often() {
        Console console = open();
        Tunnel tunnel = consoles.enter(console);
        consoles.end(console.port());
        consoles.end(console.port());
        assertTrue(tunnel.over().isDone());
    }

    @Test
    void there_are_a_hundred_at_most() {
        for (int i = 0; i < 100; i++) {
            open();
        }
        assertThrows(Refused.class, this::open);
    }
}
