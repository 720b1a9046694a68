package io.coppice.node.membership;

import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.documents.member.ClusterName;
import io.coppice.documents.section.KeyFile;
import io.coppice.node.certificate.Authority;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the truth says of the cluster. */
public final class ClusterTruth {
    /** The cluster's name, and which task founded it. */
    static final String CLUSTER = ClusterName.PATH;

    static final String AUTHORITY = "pve-root-ca.pem";
    static final String AUTHORITY_KEY = "priv/pve-root-ca.key";
    private static final Logger LOG = LoggerFactory.getLogger(ClusterTruth.class);

    private ClusterTruth() {}

    /** All nodes by number; none where the node is alone. */
    public static List<ClusterMember> members(Image image) {
        return image.below(ClusterMember.FOLDER).stream()
                .map(ClusterTruth::member)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingInt(ClusterMember::number))
                .toList();
    }

    /** Whether a node is the one of the lowest number, or alone. */
    public static boolean isFirst(Image image, NodeName node) {
        List<ClusterMember> all = members(image);
        return all.isEmpty() || all.getFirst().node().equals(node);
    }

    /** Who votes and is no node. */
    public static Optional<ClusterMember> witness(Image image) {
        return image.below(ClusterMember.WITNESSES).stream()
                .map(ClusterTruth::member)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** All who belong to the cluster: nodes by number, then the witness. */
    public static List<ClusterMember> everybody(Image image) {
        return Stream.concat(members(image).stream(), witness(image).stream()).toList();
    }

    /** The names of all who hold the truth; the lower its number, the rather a node votes, and the witness last. */
    public static List<String> holders(Image image) {
        return everybody(image).stream().map(ClusterMember::member).toList();
    }

    /** A node, or the witness. */
    static Optional<ClusterMember> named(Image image, NodeName name) {
        return member(image, name).or(() -> witness(image).filter(w -> w.node().equals(name)));
    }

    static Optional<ClusterMember> member(Image image, NodeName node) {
        return image.find(ClusterMember.path(node)).flatMap(ClusterTruth::member);
    }

    /** The cluster's name; empty where there is none. */
    public static Optional<String> name(Image image) {
        return image.find(CLUSTER).map(d -> ClusterName.parse(d.text()).orElse(""));
    }

    /** The cluster's authority, which any member can open and sign with. */
    static Authority authority(Image image, Sealer sealer) throws IOException {
        try {
            byte[] key = sealer.open(text(image, AUTHORITY_KEY));
            return Authority.of(text(image, AUTHORITY), new String(key, StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IOException("the authority's key cannot be opened", e);
        }
    }

    private static String text(Image image, String path) throws IOException {
        return image.find(path).map(Document::text).orElseThrow(() -> new IOException("there is no " + path));
    }

    static Map<String, String> keys(Document document) {
        return KeyFile.parse(document.text()).file().values();
    }

    /** The certificate of a node's public port, PEM; written by the node itself. */
    public static String certificatePath(NodeName node) {
        return "nodes/" + node + "/pve-ssl.pem";
    }

    private static Optional<ClusterMember> member(Document document) {
        try {
            NodeName node =
                    new NodeName(document.path().substring(document.path().lastIndexOf('/') + 1));
            ClusterMember member = ClusterMember.parse(node, document.text());
            if (!member.path().equals(document.path())) {
                throw new Malformed("number: a node's lies elsewhere than a witness'");
            }
            return Optional.of(member);
        } catch (Malformed e) {
            LOG.error("{} is no member's document: {}", document.path(), e.getMessage());
            return Optional.empty();
        }
    }
}
