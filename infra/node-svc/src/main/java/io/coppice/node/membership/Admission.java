package io.coppice.node.membership;

import io.coppice.contract.api.cluster.AdmissionsApi.Admitted;
import io.coppice.contract.api.cluster.AdmissionsApi.Ask;
import io.coppice.contract.api.cluster.AdmissionsApi.Member;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.certificate.Authority;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Store;
import io.coppice.store.raft.Stores;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.IntStream;

/** Takes nodes into the cluster and out of it, each by one change. */
public final class Admission {
    private final NodeName here;
    private final Store store;
    private final Sealer sealer;
    private final InstantSource clock;

    public Admission(NodeName here, Store store, Sealer sealer, InstantSource clock) {
        this.here = here;
        this.store = store;
        this.sealer = sealer;
        this.clock = clock;
    }

    /** Held by one node at a time: two admissions at once cannot give the same number. */
    static String numberPath(int number) {
        return "cluster/numbers/" + number;
    }

    /**
     * Admits a node.
     *
     * @param token is spent by the change that does it; empty where an administrator asks
     * @throws Refused where this node is in no cluster, or the name or number is taken
     */
    Admitted admit(Ask in, String actor, Optional<Document> token) throws IOException {
        Image image = store.image();
        String cluster = ClusterTruth.name(image)
                .orElseThrow(() -> Refused.conflict("node '" + here + "' is in no cluster; create one there first"));
        NodeName node = in.node();
        if (ClusterTruth.member(image, node).isPresent()) {
            throw Refused.conflict("node '" + node + "' belongs to the cluster already; remove it there first");
        }
        String[] address = hostAndPort(in.address());
        Authority authority = authority(image);
        String certificate = authority.sign(in.request(), node, address[0], clock.instant());
        ClusterMember member = new ClusterMember(
                node,
                number(image, in.number()),
                Stores.newMember(node),
                address[0],
                Integer.parseInt(address[1]),
                Fingerprint.ofPem(certificate));
        Change.Builder change = Change.by(Service.NODE, actor)
                .absent(member.path())
                .absent(numberPath(member.number()))
                .put(member.path(), member.text())
                .put(numberPath(member.number()), node + "\n")
                .put(ClusterTruth.certificatePath(node), in.certificate());
        token.ifPresent(spent -> change.unchanged(spent).delete(spent.path()));
        Decided.submit(store, here, change.build());
        return new Admitted(
                cluster,
                authority.certificatePem(),
                certificate,
                member.member(),
                ClusterTruth.members(store.image()).stream()
                        .map(m -> new Member(m.node(), m.text()))
                        .toList());
    }

    private static String[] hostAndPort(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("\\d{1,5}")) {
            throw Refused.badParameter("address", "the cluster address is host:port");
        }
        return new String[] {address.substring(0, colon).replaceAll("^\\[|]$", ""), address.substring(colon + 1)};
    }

    private static int number(Image image, Optional<Integer> wanted) {
        if (wanted.isPresent() && image.find(numberPath(wanted.get())).isPresent()) {
            throw Refused.badParameter("nodeid", "another node has the number " + wanted.get());
        }
        return wanted.orElseGet(() -> IntStream.iterate(1, n -> n + 1)
                .filter(n -> image.find(numberPath(n)).isEmpty())
                .findFirst()
                .orElseThrow());
    }

    private Authority authority(Image image) throws IOException {
        String certificate = text(image, ClusterTruth.AUTHORITY);
        String sealed = text(image, ClusterTruth.AUTHORITY_KEY);
        try {
            return Authority.of(certificate, new String(sealer.open(sealed), StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IOException("the authority's key cannot be opened", e);
        }
    }

    private static String text(Image image, String path) throws IOException {
        return image.find(path).map(Document::text).orElseThrow(() -> new IOException("there is no " + path));
    }

    /**
     * Takes a node out; from then on nobody answers it.
     *
     * @param force though there are guests on it
     * @throws Refused for a node that is not there, for this one, for one with guests
     */
    void remove(NodeName node, boolean force, String actor) {
        if (node.equals(here)) {
            throw Refused.conflict("node '" + node + "' cannot remove itself; ask another node");
        }
        String below = "nodes/" + node + "/";
        long guests = store.image().below(below).stream()
                .filter(d -> d.path().matches(".*/(qemu-server|lxc)/\\d+\\.conf"))
                .count();
        if (guests > 0 && !force) {
            throw Refused.conflict("there are " + guests + " guests on node '" + node
                    + "'; move them away first, or remove it by force, which leaves their configurations behind");
        }
        out(node, actor);
    }

    /** Takes a node out that asks for it itself. */
    public void out(NodeName node, String actor) {
        ClusterMember member = ClusterTruth.member(store.image(), node)
                .orElseThrow(() -> Refused.conflict("no such cluster node '" + node + "'"));
        Decided.submit(
                store,
                here,
                Change.by(Service.NODE, actor)
                        .require(new Change.Precondition.Exists(member.path()))
                        .delete(member.path())
                        .delete(numberPath(member.number()))
                        .delete(ClusterTruth.certificatePath(node))
                        .build());
    }
}
