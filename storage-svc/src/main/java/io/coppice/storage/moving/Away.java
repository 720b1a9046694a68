package io.coppice.storage.moving;

import io.coppice.access.Identity;
import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.FarCalls;
import java.time.Duration;

/**
 * How the storages of other nodes are reached.
 *
 * @param self as which they are asked
 * @param patience how long it may take until what one node has written is known on another
 */
public record Away(FarCalls far, Caller self, Duration patience) {
    public Away(FarCalls far, Caller self) {
        this(far, self, Duration.ofSeconds(10));
    }

    /** To nowhere. */
    public static Away none() {
        Caller nobody = new Caller(new Identity.Nobody(), (path, privilege) -> false, new Credential.None(), "");
        return new Away(FarCalls.none(), nobody);
    }

    Calls on(NodeName node) {
        return far.on(node);
    }
}
