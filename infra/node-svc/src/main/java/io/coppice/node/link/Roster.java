package io.coppice.node.link;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The nodes of the cluster as this one knows them now, itself among them; whoever is not in it is a stranger. */
public final class Roster {
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile List<ClusterMember> members = List.of();

    /**
     * Takes a newer list for the whole of it; who listens is told where it differs.
     *
     * @return whether it does
     */
    public synchronized boolean set(Collection<ClusterMember> peers) {
        List<ClusterMember> fresh = List.copyOf(peers);
        if (fresh.equals(members)) {
            return false;
        }
        members = fresh;
        listeners.forEach(Runnable::run);
        return true;
    }

    /** Called after each change, on the thread that brought it; must be quick. */
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Who bears a certificate. */
    Optional<ClusterMember> bearer(String fingerprint) {
        return first(p -> p.shows(fingerprint));
    }

    /** A member by its name among those who hold the truth. */
    Optional<ClusterMember> member(String name) {
        return first(p -> p.member().equals(name));
    }

    public List<ClusterMember> all() {
        return members;
    }

    public Optional<ClusterMember> named(NodeName name) {
        return first(p -> p.node().equals(name));
    }

    private Optional<ClusterMember> first(Predicate<ClusterMember> which) {
        return members.stream().filter(which).findFirst();
    }
}
