package io.coppice.node.link;

import io.coppice.contract.word.NodeName;

/**
 * Another node, as this one reaches and recognises it.
 *
 * @param member its name among those who hold the truth
 * @param host where its cluster port is
 * @param port 1 to 65535
 * @param fingerprint SHA-256 of the certificate of its links, in upper-case hex with colons
 */
public record Peer(NodeName name, String member, String host, int port, String fingerprint) {
    /** @throws IllegalArgumentException unless the address is {@code host:port} */
    public static Peer at(NodeName name, String member, String address, String fingerprint) {
        int colon = address.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("a cluster address is host:port, not '" + address + "'");
        }
        String host = address.substring(0, colon).replaceAll("^\\[|]$", "");
        return new Peer(name, member, host, Integer.parseInt(address.substring(colon + 1)), fingerprint);
    }
}
