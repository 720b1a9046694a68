package io.coppice.live;

import java.nio.file.Path;
import java.util.List;

/**
 * Who shares live state.
 *
 * @param name random, shared by the cluster's nodes and kept like a secret: it is what keeps strangers out
 * @param host this member's loopback address
 * @param all the loopback addresses of all members, this one's too
 */
public record Members(String name, String host, List<String> all) {
    public static final int PORT = 5701;

    public Members {
        all = List.copyOf(all);
    }

    /** A node alone. */
    public static Members alone(String name, Path data) {
        String host = host(data);
        return new Members(name, host, List.of(host));
    }

    /** An address of this node's own, so that nodes can share a machine: 127.0.1.1 to 127.0.1.254 by the data directory. */
    public static String host(Path data) {
        return "127.0.1."
                + (1
                        + Math.floorMod(
                                data.toAbsolutePath().normalize().toString().hashCode(), 254));
    }
}
