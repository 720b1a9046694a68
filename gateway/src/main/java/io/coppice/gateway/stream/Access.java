package io.coppice.gateway.stream;

import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Gatekeeper;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Who a client is and what it may see, as it is now. Used on one thread at a time. */
final class Access {
    /** Tickets, tokens and users can end by time alone. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Gatekeeper gatekeeper;
    private final Credential credential;
    private final String client;
    private final LongSupplier version;
    private Caller caller;
    private long seen;
    private long looked = System.nanoTime();

    /** @param version changes whenever users, tokens, grants or keys do */
    Access(Gatekeeper gatekeeper, Caller caller, LongSupplier version) {
        this.gatekeeper = gatekeeper;
        this.credential = caller.credential();
        this.client = caller.client();
        this.version = version;
        this.caller = caller;
        // what the caller was admitted by may be older than this
        this.seen = -1;
    }

    /** @throws Refused when the credential does not hold any more */
    Caller now() {
        long newest = version.getAsLong();
        long time = System.nanoTime();
        if (newest != seen || time - looked > FRESH_NANOS) {
            caller = gatekeeper.admit(credential, client);
            seen = newest;
            looked = time;
        }
        return caller;
    }
}
