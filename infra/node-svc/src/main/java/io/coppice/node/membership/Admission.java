package io.coppice.node.membership;

import io.coppice.contract.api.cluster.AdmissionsApi.Admitted;
import io.coppice.contract.api.cluster.AdmissionsApi.Ask;
import io.coppice.contract.api.cluster.AdmissionsApi.Member;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.guest.GuestMove;
import io.coppice.documents.member.ClusterMember;
import io.coppice.documents.member.Shown;
import io.coppice.node.certificate.Authority;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.servicekit.truth.Decided;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.LevelFloor;
import io.coppice.store.Store;
import io.coppice.store.raft.Stores;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** Takes nodes and the witness into the cluster and out of it, each by one change. */
public final class Admission {
    /** Below it lies which node has which number; 0 is the witness', so that there is one at a time. */
    static final String NUMBERS = "cluster/numbers/";

    /** In place of a node's number. */
    private static final int WITNESS = 0;

    /** Of how many guests a refusal tells the numbers. */
    private static final int NAMED = 10;

    /**
     * What a program is taken to know that does not tell. Each that can join knows level 2, which is older than joining; each that
     * knows a level above 3 tells it, since telling is older than those. Some know level 3 and do not tell: a cluster at that level
     * refuses them until they are upgraded, where it would be wrong to take one for newer than it is.
     */
    private static final int UNTOLD = 2;

    /** What comes before the reason of a refusal. */
    static final String UNCHANGED = "the cluster was not changed: ";

    private final NodeName here;
    private final Store store;
    private final Sealer sealer;
    private final InstantSource clock;
    private final IntSupplier level;

    /** @param level of the truth's behaviour that holds */
    public Admission(NodeName here, Store store, Sealer sealer, InstantSource clock, IntSupplier level) {
        this.here = here;
        this.store = store;
        this.sealer = sealer;
        this.clock = clock;
        this.level = level;
    }

    /** Held by one node at a time: two admissions at once cannot give the same number. */
    static String numberPath(int number) {
        return NUMBERS + number;
    }

    /**
     * Admits a node, or a witness.
     *
     * @param token is spent by the change that does it; empty where an administrator asks
     * @throws Refused where this node is in no cluster, the name or number is taken, or its program is too old
     */
    Admitted admit(Ask in, String actor, Optional<Document> token) throws IOException {
        String cluster = mayJoin(in);
        requireKnows(in, store.image());
        String[] address = hostAndPort(in.address());
        Authority authority = ClusterTruth.authority(store.image(), sealer);
        String certificate = authority.sign(in.request(), in.node(), clock.instant());
        Shown shown = new Shown(
                Fingerprint.ofPem(certificate), Optional.empty(), Optional.of(Fingerprint.ofKeyPem(certificate)));
        String member = Stores.newMember(in.node());
        Decided.anew(store, Service.NODE, () -> {
            Image image = store.image();
            mayJoin(in);
            token.ifPresent(t -> requireUnspent(t, image));
            int holds = requireKnows(in, image);
            int number = in.witness().orElse(false) ? WITNESS : number(image, in.number());
            return Optional.of(admitting(
                            in,
                            LevelFloor.write(Change.by(Service.NODE, actor), image, holds),
                            new ClusterMember(
                                    in.node(), number, member, address[0], Integer.parseInt(address[1]), shown),
                            token)
                    .build());
        });
        return new Admitted(
                cluster,
                authority.certificatePem(),
                certificate,
                member,
                ClusterTruth.everybody(store.image()).stream()
                        .map(m -> new Member(m.node(), m.text()))
                        .toList());
    }

    private static Change.Builder admitting(
            Ask in, Change.Builder change, ClusterMember member, Optional<Document> token) {
        change.absent(ClusterMember.path(member.node()))
                .absent(ClusterMember.WITNESSES + member.node())
                .absent(numberPath(member.number()))
                .put(member.path(), member.text())
                .put(numberPath(member.number()), member.node() + "\n");
        if (!member.isWitness()) {
            change.put(ClusterTruth.certificatePath(member.node()), shown(in));
        }
        token.ifPresent(spent -> change.unchanged(spent).delete(spent.path()));
        return change;
    }

    private String mayJoin(Ask in) {
        return in.witness().orElse(false) ? mayWitness(in.node(), in.number()) : mayCome(in.node(), in.number());
    }

    private static void requireUnspent(Document token, Image image) {
        if (image.find(token.path())
                .filter(t -> t.revision() == token.revision())
                .isEmpty()) {
            throw Refused.conflict("the token was spent meanwhile; make another one");
        }
    }

    /**
     * Whether it could follow the truth; else it would be a member that is dead.
     *
     * @return the level that holds, or is about to
     */
    private int requireKnows(Ask in, Image image) {
        int knows = in.level().orElse(UNTOLD);
        int floor = LevelFloor.in(image);
        int now = level.getAsInt();
        int holds = Math.max(floor, now);
        if (knows < holds) {
            throw Refused.conflict("the cluster " + (now < holds ? "will be" : "is") + " at level " + holds
                    + ", the program of '" + in.node() + "' knows "
                    + (in.level().isPresent() ? "level " : "no more than level ") + knows
                    + "; upgrade it there, and join then");
        }
        return holds;
    }

    private static String shown(Ask in) {
        String certificate = in.certificate()
                .orElseThrow(() -> Refused.badParameter("certificate", "a node shows that of its public port"));
        try {
            Fingerprint.ofPem(certificate);
            return certificate;
        } catch (IOException e) {
            throw Refused.badParameter("certificate", "this is no certificate in PEM");
        }
    }

    /** Whether a witness may join; the cluster's name. */
    private String mayWitness(NodeName name, Optional<Integer> number) {
        if (number.isPresent()) {
            throw Refused.badParameter("number", "a witness has no number");
        }
        String cluster = mayCome(name, number);
        ClusterTruth.witness(store.image()).ifPresent(there -> {
            throw Refused.conflict("the cluster has the witness '" + there.node() + "' already; remove it there first");
        });
        return cluster;
    }

    /**
     * Whether a node may join.
     *
     * @param number that it will ask for
     * @return the cluster's name
     * @throws Refused where this node is in no cluster, or the name or number is taken
     */
    String mayCome(NodeName node, Optional<Integer> number) {
        Image image = store.image();
        String cluster = ClusterTruth.name(image)
                .orElseThrow(() -> Refused.conflict("node '" + here + "' is in no cluster; create one there first"));
        Optional<ClusterMember> known = ClusterTruth.named(image, node);
        if (known.isPresent()) {
            throw Refused.conflict(called(known.get()) + " belongs to the cluster already; remove it there first");
        }
        number(image, number);
        return cluster;
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

    /**
     * Whether a node may be taken out.
     *
     * @param force though there are guests on it, or on their way to it
     * @throws Refused for a node that is not there, for this one, for one with guests or to which one moves
     */
    ClusterMember mayGo(NodeName node, boolean force) {
        if (node.equals(here)) {
            throw Refused.conflict("node '" + node + "' cannot remove itself; ask another node");
        }
        String below = "nodes/" + node + "/";
        List<String> guests = store.image().below(below).stream()
                .map(d -> d.path().replaceFirst(".*/(qemu-server|lxc)/(\\d+)\\.conf", "$2"))
                .filter(id -> id.matches("\\d+"))
                .toList();
        if (!guests.isEmpty() && !force) {
            throw Refused.conflict(
                    "there are guests on node '" + node + "': "
                            + String.join(", ", guests.subList(0, Math.min(NAMED, guests.size())))
                            + (guests.size() > NAMED ? " and " + (guests.size() - NAMED) + " more" : "")
                            + "; move them away first, or remove it by force ('--force 1'), which leaves their configurations behind");
        }
        if (!force) {
            requireNobodyComes(node);
        }
        return member(node);
    }

    /** Until a move has ended, its guest's only good disks may be those over there, or those that it leaves. */
    private void requireNobodyComes(NodeName node) {
        store.image().below(GuestMove.FOLDER).stream()
                .map(d -> GuestMove.parse(d.path(), d.text()))
                .filter(move -> move.to().equals(node))
                .findFirst()
                .ifPresent(move -> {
                    throw Refused.conflict("guest " + move.vmid() + " is on its way to node '" + node
                            + "'; wait until its move has ended, or remove the node by force");
                });
    }

    private ClusterMember member(NodeName node) {
        return ClusterTruth.named(store.image(), node)
                .orElseThrow(() -> Refused.conflict("no such cluster node '" + node + "'"));
    }

    /** Takes a node out that asks for it itself; what it has seen is renewed as after any other. */
    public void out(NodeName node, String actor) {
        ClusterMember member = member(node);
        Decided.require(
                store.submit(without(member, Change.by(Service.NODE, actor)).build()), UNCHANGED);
    }

    /** Takes a member out; from then on nobody answers it. Nothing happens where it is gone, or joined anew since. */
    void out(NodeName node, String member, Change.Builder change) throws StoreUnavailable {
        Optional<ClusterMember> found =
                ClusterTruth.named(store.image(), node).filter(m -> m.member().equals(member));
        if (found.isPresent()) {
            Truth.submit(store, without(found.get(), change).build());
        }
    }

    static String called(ClusterMember member) {
        return (member.isWitness() ? "witness '" : "node '") + member.node() + "'";
    }

    /** A witness has seen no key, so none is renewed for it. */
    private Change.Builder without(ClusterMember member, Change.Builder change) {
        Document document = store.image().find(member.path()).orElseThrow();
        if (member.isWitness()) {
            return change.unchanged(document).delete(member.path()).delete(numberPath(WITNESS));
        }
        return KeyRenewal.owe(change, member.member())
                .unchanged(document)
                .delete(member.path())
                .delete(numberPath(member.number()))
                .delete(ClusterTruth.certificatePath(member.node()));
    }
}
