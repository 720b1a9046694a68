package io.coppice.cli.door;

import io.coppice.contract.endpoint.Endpoint;
import java.io.IOException;
import java.util.Map;

/** The way to an API: of this node through its sockets, or of another over TLS. */
public interface Door {
    /**
     * Makes one call and waits for its answer.
     *
     * @param given the parameters by wire name, those of the path too
     * @throws IOException when nobody answers; its message says who and what to do
     */
    Answer call(Endpoint<?, ?> endpoint, Map<String, Object> given) throws IOException;

    /**
     * The node that a call without one is for.
     *
     * @throws IOException when it has to be asked for and nobody answers
     * @throws NodeUnknown when there are several and none was named
     */
    String node() throws IOException;
}
