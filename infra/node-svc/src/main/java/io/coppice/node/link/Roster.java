package io.coppice.node.link;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.certificate.Fingerprint;
import java.security.cert.Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** The nodes of the cluster as this one knows them now, itself among them; whoever is not in it is a stranger. */
public final class Roster {
    private static final long TO_GET_NEW = TimeUnit.MINUTES.toNanos(1);
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile List<ClusterMember> members = List.of();
    private volatile BooleanSupplier led = () -> false;
    private volatile long lacking = System.nanoTime();

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

    /** @param leader whether one is known: then this list is new, or will be in a moment */
    public void newWhile(BooleanSupplier leader) {
        led = leader;
    }

    /**
     * Whether this list may be an old one: no leader is known, or was a minute ago. Certificates may have been signed anew
     * since it was written, so a key counts as well; else a node that was away for long would know nobody.
     */
    private boolean mayBeOld() {
        long now = System.nanoTime();
        if (!led.getAsBoolean()) {
            lacking = now;
        }
        return now - lacking < TO_GET_NEW;
    }

    /** Whether a certificate is a member's. */
    boolean isOf(ClusterMember member, Certificate certificate) {
        return member.shows(Fingerprint.of(certificate))
                || member.shown().key().equals(Optional.of(Fingerprint.ofKey(certificate))) && mayBeOld();
    }

    /** Who bears a certificate. */
    Optional<ClusterMember> bearer(Certificate certificate) {
        return first(p -> isOf(p, certificate));
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
