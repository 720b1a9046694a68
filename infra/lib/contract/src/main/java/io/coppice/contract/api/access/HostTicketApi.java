package io.coppice.contract.api.access;

import static io.coppice.contract.endpoint.Endpoint.post;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Wire;
import java.util.List;

/**
 * How programs of the host's own root become root@pam without a password. Served on a socket that nobody else can open; the
 * gateway does not route it.
 */
public final class HostTicketApi {
    /** The socket's name, in the folder of the service. */
    public static final String SOCKET = "root.sock";

    /** For how long the ticket holds; longer work asks again. */
    public static final int LIFE_MINUTES = 10;

    public record None() {}

    /** As a login answers it. */
    public record Ticket(
            String username,
            String ticket,
            @Wire("CSRFPreventionToken") String csrfToken) {}

    public static final Endpoint<None, Ticket> TICKET = post(
                    "/coppice/internal/access/host-ticket", None.class, Ticket.class)
            .summary("A short ticket of root@pam for a program of this host's root.")
            .allow(Guard.rootOnly())
            .servedBy(Service.AUTH)
            .noTokens()
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(TICKET);

    private HostTicketApi() {}
}
