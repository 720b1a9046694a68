package io.coppice.compute.migration;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Image;
import java.util.Optional;

/**
 * Where a guest goes. A node that was removed and has joined again under its old name is another member, which has nothing of
 * what the first one got.
 *
 * @param member as which the node belonged to the cluster when the move was asked for; empty where nobody was a member, or an
 *     older program did not ask: then any will do
 */
record Destination(NodeName node, Optional<String> member) {
    static Destination of(NodeName node, Image image) {
        return new Destination(node, member(node, image));
    }

    private static Optional<String> member(NodeName node, Image image) {
        return document(node, image)
                .map(d -> ClusterMember.parse(node, d.text()).member());
    }

    private static Optional<Document> document(NodeName node, Image image) {
        return image.find(ClusterMember.path(node));
    }

    /** Whether the node is still the member that it was. */
    boolean isMember(Image image) {
        return member.isPresent()
                ? member(node, image).equals(member)
                : document(node, image).isPresent()
                        || image.below(ClusterMember.FOLDER).isEmpty();
    }

    /** @throws Refused unless the node is still the member that it was */
    void require(Image image) {
        if (!isMember(image)) {
            throw Refused.conflict("node '" + node + "' has left the cluster since the move was asked for");
        }
    }

    /** What keeps a change from happening when the node is removed before it. */
    Change.Builder require(Image image, Change.Builder change) {
        require(image);
        document(node, image).ifPresent(change::unchanged);
        return change;
    }
}
