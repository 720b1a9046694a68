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
import java.util.stream.Stream;

/** The nodes of the cluster as this one knows them now, itself among them; whoever is not in it is a stranger. */
public final class Roster {
    private static final long TO_GET_NEW = TimeUnit.MINUTES.toNanos(1);
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile BooleanSupplier led = () -> false;
    private volatile long lacking = System.nanoTime();
    private volatile Listed listed = new Listed(List.of(), List.of());

    private record Listed(List<ClusterMember> members, List<ClusterMember> leaving) {
        List<ClusterMember> all() {
            return Stream.concat(members.stream(), leaving.stream()).toList();
        }
    }

    /** Takes a newer list, of which nobody is leaving. */
    public boolean set(Collection<ClusterMember> peers) {
        return set(peers, List.of());
    }

    /**
     * Takes a newer list for the whole of it; who listens is told where it differs.
     *
     * @param leaving were members and still vote: they are heard where they vote, and nowhere else
     * @return whether it does
     */
    public synchronized boolean set(Collection<ClusterMember> peers, Collection<ClusterMember> leaving) {
        Listed fresh = new Listed(List.copyOf(peers), List.copyOf(leaving));
        if (fresh.equals(listed)) {
            return false;
        }
        listed = fresh;
        listeners.forEach(Runnable::run);
        return true;
    }

    /** Whether somebody is on the list for no more than the vote that is not taken back yet. */
    boolean isLeaving(ClusterMember who) {
        return listed.leaving().contains(who);
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
        return listed.all();
    }

    public Optional<ClusterMember> named(NodeName name) {
        return first(p -> p.node().equals(name));
    }

    private Optional<ClusterMember> first(Predicate<ClusterMember> which) {
        return listed.all().stream().filter(which).findFirst();
    }
}
