package io.coppice.node.cluster;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.node.link.Links;
import io.coppice.node.link.Reach;
import io.coppice.node.membership.ClusterTruth;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The cluster as this node sees it: who belongs to it is the truth's, who is in reach the links'. */
public final class ClusterView implements Supplier<Members> {
    private final Store store;
    private final Links links;
    private final Members.Member here;
    private final BooleanSupplier quorate;
    private final Supplier<List<String>> voters;

    /**
     * @param here as it is while it stands alone
     * @param voters who votes, by their names among those who hold the truth
     */
    public ClusterView(
            Store store, Links links, Members.Member here, BooleanSupplier quorate, Supplier<List<String>> voters) {
        this.voters = voters;
        this.store = store;
        this.links = links;
        this.here = here;
        this.quorate = quorate;
    }

    @Override
    public Members get() {
        Image image = store.image();
        Optional<String> name = ClusterTruth.name(image);
        if (name.isEmpty()) {
            return Members.alone(here);
        }
        List<Members.Member> all = ClusterTruth.members(image).stream()
                .map(m -> new Members.Member(m.node(), m.number(), m.host(), fingerprint(image, m)))
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
        return new Members(here.name(), name, all, this::isOnline, quorate.getAsBoolean(), votes(image));
    }

    private Votes votes(Image image) {
        List<String> now = voters.get();
        Set<NodeName> names = ClusterTruth.everybody(image).stream()
                .filter(m -> now.contains(m.member()))
                .map(ClusterMember::node)
                .collect(Collectors.toSet());
        return new Votes(
                ClusterTruth.witness(image).map(w -> new Members.Member(w.node(), w.number(), w.address(), "")), names);
    }

    private boolean isOnline(NodeName node) {
        return links.reach(node).map(Reach::inReach).orElse(false);
    }

    private static String fingerprint(Image image, ClusterMember member) {
        try {
            Optional<Document> shown = image.find(ClusterTruth.certificatePath(member.node()));
            return shown.isPresent() ? Fingerprint.ofPem(shown.get().text()) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
