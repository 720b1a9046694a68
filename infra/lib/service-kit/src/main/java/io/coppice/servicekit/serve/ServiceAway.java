package io.coppice.servicekit.serve;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.word.NodeName;

/** What a caller is told where a service of a node is away. */
public final class ServiceAway {
    private ServiceAway() {}

    /** The call did not reach it. */
    public static Failure beforeTheCall(NodeName node, Service service) {
        return new Failure.Unavailable(
                node, name(node, service) + " does not answer; it may be starting, try again in a moment");
    }

    /** It has the call; what it did of one that changes something is not known. */
    public static Failure beforeItsAnswer(NodeName node, Service service, boolean reads) {
        return new Failure.Unavailable(
                node,
                name(node, service) + " went away before it answered"
                        + (reads ? "; try again in a moment" : Failure.UNKNOWN + "; look before you try again"));
    }

    private static String name(NodeName node, Service service) {
        return "the " + service.label() + " service of node '" + node + "'";
    }
}
