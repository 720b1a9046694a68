package io.coppice.node.membership;

import io.coppice.documents.member.ClusterMember;
import io.coppice.node.link.Roster;
import io.coppice.store.Image;
import io.coppice.store.Store;
import io.coppice.store.Transition;
import io.coppice.store.Watcher;
import io.coppice.store.raft.Stores;
import java.util.List;

/**
 * Keeps the roster of the links as the truth has it. Who was removed stays on it for as long as its vote is needed: of two,
 * neither could ever be removed, since the other one cannot settle alone that it votes alone.
 */
public final class RosterWatch implements Watcher, AutoCloseable {
    private static final long LOOK_MILLIS = 200;
    private final Store store;
    private final Roster roster;
    private final RosterFile file;
    private final Store.Watch watch;
    private final Thread looking;
    private boolean leave;
    private boolean closed;

    /** @param store one that is held here */
    public RosterWatch(Store store, Roster roster, RosterFile file) {
        this.store = store;
        this.roster = roster;
        this.file = file;
        take(store.image());
        this.watch = store.watch("cluster/", this);
        this.looking = Thread.ofVirtual().name("roster").start(this::look);
    }

    private synchronized void take(Image image) {
        if (closed) {
            return;
        }
        List<ClusterMember> members = ClusterTruth.everybody(image);
        List<String> voters = Stores.membership(store).voters();
        List<ClusterMember> leaving = roster.all().stream()
                .filter(m -> voters.isEmpty() || voters.contains(m.member()))
                .filter(m -> members.stream().noneMatch(n -> n.member().equals(m.member())))
                .toList();
        leave = !leaving.isEmpty();
        if (roster.set(members, leaving)) {
            file.write(roster.all());
        }
    }

    /** Who votes is nothing that documents tell. */
    private void look() {
        try {
            while (true) {
                Thread.sleep(LOOK_MILLIS);
                if (someoneLeaves()) {
                    take(store.image());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean someoneLeaves() {
        return leave;
    }

    @Override
    public void reset(Image now) {
        take(now);
    }

    @Override
    public void changed(Transition transition) {
        take(store.image());
    }

    /** Neither the roster nor its file changes by it any more. */
    @Override
    public synchronized void close() {
        closed = true;
        looking.interrupt();
        watch.close();
    }
}
