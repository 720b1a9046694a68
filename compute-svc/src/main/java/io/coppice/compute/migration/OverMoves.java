package io.coppice.compute.migration;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.guest.GuestMove;
import io.coppice.documents.member.ClusterMember;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Store;
import java.io.IOException;

/**
 * Forgets moves whose tasks are over, or whose node has left the cluster. Storages see by that what is nobody's any more.
 */
public final class OverMoves implements Reconciler {
    private final Store store;
    private final NodeName here;
    private final String actor;
    private final Over over;

    /** Whether a mark is of a task of this node that has ended, or was forgotten. */
    @FunctionalInterface
    public interface Over {
        /** @throws IOException if that cannot be told */
        boolean isOver(String task) throws IOException;
    }

    /** @param actor as which they are forgotten */
    public OverMoves(Store store, NodeName here, String actor, Over over) {
        this.store = store;
        this.here = here;
        this.actor = actor;
        this.over = over;
    }

    @Override
    public void reconcile() throws IOException, StoreUnavailable {
        Image image = store.image();
        for (Document d : image.below(GuestMove.FOLDER)) {
            GuestMove move = GuestMove.parse(d.path(), d.text());
            boolean mine = move.from().equals(here);
            if (mine ? over.isOver(move.task()) : hasLeft(image, move.from())) {
                Truth.submit(
                        store,
                        Change.by(Service.COMPUTE, actor).delete(d.path()).build());
            }
        }
    }

    /** Where nobody is a member there is no cluster, and who is where is not said. */
    private static boolean hasLeft(Image image, NodeName node) {
        return !image.below(ClusterMember.FOLDER).isEmpty()
                && image.find(ClusterMember.path(node)).isEmpty();
    }
}
