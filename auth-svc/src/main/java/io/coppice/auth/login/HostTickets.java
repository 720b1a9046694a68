package io.coppice.auth.login;

import io.coppice.access.TicketSigner;
import io.coppice.access.TicketVerifier;
import io.coppice.contract.api.access.HostTicketApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.UserId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tickets of root@pam for programs of the host's root, which need no password: who may read the key's sealing needs no
 * ticket to be given. They are dated back, so that they end soon.
 */
public final class HostTickets {
    private static final Logger LOG = LoggerFactory.getLogger(HostTickets.class);
    private final Supplier<TicketSigner> signer;
    private final InstantSource clock;

    /** @param signer with the present key */
    public HostTickets(Supplier<TicketSigner> signer, InstantSource clock) {
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * {@code POST /coppice/internal/access/host-ticket}.
     *
     * @throws Refused unless the socket itself vouches for the caller: a ticket must not get another
     */
    public HostTicketApi.Ticket make(Caller caller) {
        if (!(caller.credential() instanceof Credential.Vouched)) {
            throw Refused.forbidden("host", "");
        }
        Instant made = clock.instant().minus(TicketVerifier.LIFE).plus(Duration.ofMinutes(HostTicketApi.LIFE_MINUTES));
        LOG.info("a program of this host's root acts as {}", UserId.ROOT);
        TicketSigner signs = signer.get();
        return new HostTicketApi.Ticket(
                UserId.ROOT.toString(), signs.ticket(UserId.ROOT, made), signs.csrfToken(UserId.ROOT, made));
    }
}
