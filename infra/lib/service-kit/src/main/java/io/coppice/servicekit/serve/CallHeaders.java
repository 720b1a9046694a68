package io.coppice.servicekit.serve;

import java.util.List;

/** The headers of calls between processes, for who passes calls on: no other goes along. */
public final class CallHeaders {
    /** A call, its JSON in base64, where the body is a file or there is none. */
    public static final String CALL = "Coppice-Call";

    /** Says that the body is bytes that the service reads as they come, which nobody keeps on the way. */
    public static final String STREAMED = "Coppice-Streamed";

    /** The method of the call's endpoint: whoever passes it on has to know whether it only reads. */
    public static final String VERB = "Coppice-Verb";

    /** What asks for a tunnel, and its answer; the two sides of a connection, not of a call. */
    public static final List<String> UPGRADE = List.of("Connection", "Upgrade");

    /** What goes along with a call. */
    public static final List<String> ASKED =
            List.of(ServiceServer.REQUEST, ServiceServer.REVISION, CALL, STREAMED, VERB);

    /** What comes back with an answer. */
    public static final List<String> ANSWERED = List.of(
            ServiceServer.REVISION,
            ServiceServer.DOWNLOAD,
            ServiceServer.TOTAL,
            ServiceServer.TAG,
            "Content-Type",
            TunnelServer.DIALECT,
            TunnelServer.WELCOME);

    private CallHeaders() {}
}
