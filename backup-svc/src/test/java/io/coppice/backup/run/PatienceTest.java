package io.coppice.backup.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.access.Identity;
import io.coppice.contract.api.guest.GuestBackupInternalApi;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.truth.StoreUnavailable;
import org.junit.jupiter.api.Test;

/** What a backup waits for, and what ends it. */
class PatienceTest {
    private static final Caller SELF = new Caller(
            new Identity.Internal("system:backup@pve1"), (path, privilege) -> true, new Credential.Ticket("t"), "");

    private static void ask(Failure answer) throws StoreUnavailable {
        Calls refusing = new Calls() {
            @Override
            public <I extends Record, O> O call(Endpoint<I, O> endpoint, I input, Caller onBehalfOf) {
                throw new Refused(answer);
            }
        };
        new Patience(refusing, SELF)
                .call(GuestBackupInternalApi.END, new GuestBackupInternalApi.OfGuest(new Vmid(100), "task-1"));
    }

    private static String waits(Failure answer) {
        return String.valueOf(
                assertThrows(StoreUnavailable.class, () -> ask(answer)).getMessage());
    }

    @Test
    void who_does_not_answer_and_who_had_no_answer_from_the_store_are_waited_for() {
        assertEquals("it is starting", waits(new Failure.Unavailable(new NodeName("pve1"), "it is starting")));
        assertEquals("no quorum", waits(new Failure.NoAnswer("no quorum")));
    }

    @Test
    void whoever_refuses_has_refused() {
        assertThrows(Refused.class, () -> ask(new Failure.Conflict("VM is locked (migrate)")));
    }
}
