package io.coppice.documents.member;

import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.section.KeyFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A node of the cluster, or its witness, which votes and does nothing else. The revision at which it joined is the document's
 * {@code since}.
 *
 * @param number of the node, from 1 on; a number is not given to two nodes at a time. 0 is the witness
 * @param member its name in the group that keeps the store, {@code <node>-<8 hex digits>}: new at every join
 * @param host where its cluster port is: a name or an address, an IPv6 address without brackets
 * @param port its cluster port
 * @param shown what it is known by
 */
public record ClusterMember(NodeName node, int number, String member, String host, int port, Shown shown) {
    /** Below it, each node has its document under its own name. */
    public static final String FOLDER = "cluster/members/";

    /** Below it lies the witness' document, apart from those of nodes: whatever asks for nodes must not find it. */
    public static final String WITNESSES = "cluster/witnesses/";

    private static final Pattern MEMBER_END = Pattern.compile("-[0-9a-f]{8}");
    private static final Pattern HOST = Pattern.compile("[0-9A-Za-z._:%-]{1,255}");

    public ClusterMember {
        must(number >= 0, "number", "a node's number is 1 or more, a witness' is 0");
        must(
                member.startsWith(node.text())
                        && MEMBER_END
                                .matcher(member.substring(node.text().length()))
                                .matches(),
                "member",
                "a member's name is its node's, a dash and eight hex digits");
        must(HOST.matcher(host).matches(), "address", "no host");
        must(port >= 1 && port <= 65_535, "address", "a port is 1 to 65535");
    }

    /** One with one certificate. */
    public ClusterMember(NodeName node, int number, String member, String host, int port, String fingerprint) {
        this(node, number, member, host, port, new Shown(fingerprint, Optional.empty(), Optional.empty()));
    }

    /** Of its certificate. */
    public String fingerprint() {
        return shown.fingerprint();
    }

    /** Of the certificate that it is about to show. */
    public Optional<String> next() {
        return shown.next();
    }

    /** Whether it is no node: it votes, has no guests and no keys, and serves nothing. */
    public boolean isWitness() {
        return number == 0;
    }

    /** Whether it is it that shows a certificate. */
    public boolean shows(String print) {
        return print.equals(fingerprint()) || print.equals(next().orElse(""));
    }

    /** The same, about to show another certificate too. */
    public ClusterMember withNext(String print) {
        return with(new Shown(fingerprint(), Optional.of(print), shown.key()));
    }

    /** The same, with one certificate. */
    public ClusterMember showing(String print) {
        return with(new Shown(print, Optional.empty(), shown.key()));
    }

    /** The same, with a key that it is known by too. */
    public ClusterMember withKey(String print) {
        return with(new Shown(fingerprint(), next(), Optional.of(print)));
    }

    /** The same, known by other things. */
    public ClusterMember with(Shown by) {
        return new ClusterMember(node, number, member, host, port, by);
    }

    private static void must(boolean holds, String key, String why) {
        if (!holds) {
            throw new Malformed(key + ": " + why);
        }
    }

    /** {@code cluster/members/<node>}, or {@code cluster/witnesses/<name>} */
    public String path() {
        return isWitness() ? WITNESSES + node : path(node);
    }

    public static String path(NodeName node) {
        return FOLDER + node;
    }

    /** Host and port as in a URL. */
    public String address() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    public String text() {
        Map<String, String> keys = new HashMap<>(Map.of(
                "number",
                Integer.toString(number),
                "member",
                member,
                "address",
                address(),
                "fingerprint",
                fingerprint()));
        next().ifPresent(n -> keys.put("next", n));
        shown.key().ifPresent(k -> keys.put("key", k));
        return new KeyFile(keys, Optional.empty()).text();
    }

    /**
     * Reads the document of a node.
     *
     * @throws Malformed naming the key that is missing or wrong
     */
    public static ClusterMember parse(NodeName node, String text) {
        Map<String, String> keys = KeyFile.parse(text).file().values();
        String address = key(keys, "address");
        int colon = address.lastIndexOf(':');
        must(colon > 0, "address", "no host and port");
        String host = address.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        must(bracketed || host.indexOf(':') < 0, "address", "an IPv6 address stands in brackets");
        return new ClusterMember(
                node,
                integer("number", key(keys, "number")),
                key(keys, "member"),
                bracketed ? host.substring(1, host.length() - 1) : host,
                integer("address", address.substring(colon + 1)),
                new Shown(
                        key(keys, "fingerprint"),
                        Optional.ofNullable(keys.get("next")),
                        Optional.ofNullable(keys.get("key"))));
    }

    private static String key(Map<String, String> keys, String name) {
        String value = keys.get(name);
        if (value == null) {
            throw new Malformed(name + ": is missing");
        }
        return value;
    }

    private static int integer(String key, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Malformed(key + ": no number");
        }
    }
}
