package io.coppice.node.membership;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.documents.member.SealingKey;
import io.coppice.documents.section.KeyFile;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What has to hold before a member becomes a node that is alone, and what of the truth does not go along. */
public final class LostMajority {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int TIMES = 2;
    private static final Set<String> OF_THE_CLUSTER =
            Set.of(ClusterTruth.CLUSTER, ClusterTruth.AUTHORITY, ClusterTruth.AUTHORITY_KEY, SealingKey.PATH);

    private LostMajority() {}

    /**
     * The other members, all of which have to be named, and none of which may answer.
     *
     * @param members as this node knew them last
     * @param named what an administrator typed
     * @throws IOException with what stands in the way
     */
    public static List<ClusterMember> require(List<ClusterMember> members, NodeName here, List<String> named)
            throws IOException {
        List<ClusterMember> others =
                members.stream().filter(m -> !m.node().equals(here)).toList();
        if (others.isEmpty()) {
            throw new IOException("node '" + here + "' is alone: there is nobody to separate it from");
        }
        Set<String> names = others.stream().map(m -> m.node().text()).collect(Collectors.toCollection(TreeSet::new));
        if (!names.equals(new TreeSet<>(named))) {
            throw new IOException(
                    "every other member is left behind for good, so type the name of each: " + String.join(" ", names));
        }
        for (ClusterMember other : others) {
            for (int i = 0; i < TIMES; i++) {
                requireSilence(other);
            }
        }
        return others;
    }

    /**
     * A host that refuses to connect is there, and its guests may run; a witness has none. Silence is what a host that is off
     * answers with; a node that has no way or no name for it has heard nothing at all.
     */
    private static void requireSilence(ClusterMember other) throws IOException {
        InetSocketAddress port = new InetSocketAddress(other.host(), other.port());
        try (Socket socket = new Socket()) {
            socket.connect(port, CONNECT_MILLIS);
        } catch (SocketTimeoutException | NoRouteToHostException silent) {
            requireLink(other, port);
            return;
        } catch (ConnectException refused) {
            if (other.isWitness()) {
                return;
            }
            throw new IOException(
                    "the host of node '" + other.node() + "' answers at " + other.address()
                            + ", though its cluster port is closed, and its guests may run: switch it off first",
                    refused);
        } catch (IOException e) {
            throw new IOException(
                    "whether " + Admission.called(other) + " answers at " + other.address()
                            + " cannot be seen from here: " + e.getMessage() + "; mend this node's own network first",
                    e);
        }
        throw new IOException(Admission.called(other) + " answers at " + other.address()
                + "; only what is lost for good is separated from: switch it off first, or mend the link");
    }

    /** Behind a link that is down everybody is silent, the dead and those who live on. */
    private static void requireLink(ClusterMember other, InetSocketAddress port) throws IOException {
        try (DatagramSocket way = new DatagramSocket()) {
            way.connect(port);
            NetworkInterface link = NetworkInterface.getByInetAddress(way.getLocalAddress());
            if (link != null && !link.isUp()) {
                throw new IOException("whether " + Admission.called(other) + " answers at " + other.address()
                        + " cannot be seen from here: the link of '" + link.getName()
                        + "' is down; mend this node's own network first");
            }
        }
    }

    /** Whether a document is the cluster's and not this node's, so that it stays behind. */
    public static boolean staysBehind(String path, List<ClusterMember> others) {
        return OF_THE_CLUSTER.contains(path)
                || path.startsWith(ClusterMember.FOLDER)
                || path.startsWith(ClusterMember.WITNESSES)
                || path.startsWith(Admission.NUMBERS)
                || path.startsWith(JoinTokens.FOLDER)
                || others.stream().anyMatch(m -> path.equals(ClusterTruth.certificatePath(m.node())));
    }

    /** What the next start has to do first: new keys, since those who are left behind know the old ones. */
    public static Map<String, String> owed(List<ClusterMember> others) {
        String left = others.stream().map(ClusterMember::member).collect(Collectors.joining(" "));
        return Map.of(KeyRenewal.OWED, new KeyFile(Map.of("left", left), Optional.empty()).text());
    }
}
