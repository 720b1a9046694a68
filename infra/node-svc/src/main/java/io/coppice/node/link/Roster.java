package io.coppice.node.link;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The nodes of the cluster as this one knows them now, itself among them; whoever is not in it is a stranger. */
public final class Roster {
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, ClusterMember> byFingerprint = Map.of();

    /**
     * Takes a newer list for the whole of it; who listens is told where it differs.
     *
     * @return whether it does
     */
    public synchronized boolean set(Collection<ClusterMember> peers) {
        Map<String, ClusterMember> fresh = new LinkedHashMap<>();
        peers.forEach(p -> fresh.put(p.fingerprint(), p));
        if (fresh.equals(byFingerprint)) {
            return false;
        }
        byFingerprint = Map.copyOf(fresh);
        listeners.forEach(Runnable::run);
        return true;
    }

    /** Called after each change, on the thread that brought it; must be quick. */
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Who bears a certificate. */
    Optional<ClusterMember> bearer(String fingerprint) {
        return Optional.ofNullable(byFingerprint.get(fingerprint));
    }

    public List<ClusterMember> all() {
        return List.copyOf(byFingerprint.values());
    }

    public Optional<ClusterMember> named(NodeName name) {
        return byFingerprint.values().stream()
                .filter(p -> p.node().equals(name))
                .findFirst();
    }
}
