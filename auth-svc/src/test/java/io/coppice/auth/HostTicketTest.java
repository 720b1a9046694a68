package io.coppice.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.api.access.HostTicketApi;
import io.coppice.servicekit.serve.Credential;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root of the host becomes root@pam, for ten minutes. */
class HostTicketTest {
    private static final String CALL = HostTicketApi.TICKET.toString();
    private static final String READ = "GET /access/users";
    private Fixture auth;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        auth = new Fixture(folder);
    }

    @AfterEach
    void stop() {
        auth.close();
    }

    private Credential.Ticket ticket() {
        Object made = Objects.requireNonNull(auth.call(new Credential.Vouched("root@pam"), CALL, Map.of()));
        return new Credential.Ticket(((HostTicketApi.Ticket) made).ticket());
    }

    @Test
    void the_ticket_is_roots_and_ends_after_ten_minutes() {
        Credential.Ticket ticket = ticket();
        assertTrue(ticket.text().startsWith("PVE:root@pam:"), ticket.text());
        auth.pass(Duration.ofMinutes(9));
        auth.call(ticket, READ, Map.of());
        auth.pass(Duration.ofMinutes(2));
        assertEquals("401 invalid PVE ticket", auth.refusal(ticket, READ, Map.of()));
    }

    @Test
    void a_ticket_gets_no_other_and_nobody_else_gets_one() {
        assertTrue(auth.refusal(ticket(), CALL, Map.of()).startsWith("403 "));
        assertTrue(auth.refusal(new Credential.None(), CALL, Map.of()).matches("40[13] .*"));
        assertTrue(auth.refusal(new Credential.Vouched("admin@pve"), CALL, Map.of())
                .startsWith("403 "));
    }
}
