package io.coppice.node.membership;

import io.coppice.documents.member.ClusterMember;
import io.coppice.node.link.Roster;
import io.coppice.store.Image;
import io.coppice.store.Store;
import io.coppice.store.Transition;
import io.coppice.store.Watcher;
import java.util.List;

/** Keeps the roster of the links as the truth has it. */
public final class RosterWatch implements Watcher, AutoCloseable {
    private final Store store;
    private final Roster roster;
    private final RosterFile file;
    private final Store.Watch watch;

    public RosterWatch(Store store, Roster roster, RosterFile file) {
        this.store = store;
        this.roster = roster;
        this.file = file;
        take(store.image());
        this.watch = store.watch("cluster/", this);
    }

    private void take(Image image) {
        List<ClusterMember> members = ClusterTruth.everybody(image);
        if (roster.set(members)) {
            file.write(members);
        }
    }

    @Override
    public void reset(Image now) {
        take(now);
    }

    @Override
    public void changed(Transition transition) {
        take(store.image());
    }

    @Override
    public void close() {
        watch.close();
    }
}
