package io.coppice.store.raft;

import io.coppice.contract.word.NodeName;
import io.coppice.store.Image;
import io.coppice.store.Membership;
import io.coppice.store.Store;
import io.coppice.store.codec.SnapshotCodec;
import io.coppice.store.state.Apply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Opens the store of this node. */
public final class Stores {
    /** The newest level of behaviour that this program knows. */
    public static final int LEVEL = Apply.LEVEL;

    private Stores() {}

    /** As {@link #open(Path, NodeName, StoreOptions)} with the usual options. */
    public static Store open(Path dir, NodeName me) throws IOException {
        return open(dir, me, StoreOptions.usual());
    }

    /**
     * Opens what lies in a directory, or founds a new store in an empty one. Returns when it leads and its image is
     * complete.
     *
     * @throws IOException when the directory is in use, damaged, of a newer program, or does not come up within 60 s;
     *     the message says how to go on
     */
    public static Store open(Path dir, NodeName me, StoreOptions options) throws IOException {
        return open(dir, me, options, Cluster.none());
    }

    /**
     * Opens what lies in a directory, as the member that it says, or founds a new store in an empty one, alone until its
     * documents name others. Returns when the image is complete: as new as the leader's, or, where no leader is heard of
     * for five seconds, as it lies on the disk.
     *
     * @throws IOException as {@link #open(Path, NodeName, StoreOptions)} does; and when this node was a member and its
     *     store is missing: {@code joined before, store missing: remove and join again}
     */
    public static Store open(Path dir, NodeName me, StoreOptions options, Cluster cluster) throws IOException {
        return RaftStore.open(dir, me, options, cluster, true);
    }

    /**
     * The name of the member whose store lies in a directory; one that will be founded there gets it now.
     *
     * @throws IOException as {@link #open(Path, NodeName, StoreOptions, Cluster)} does
     */
    public static String member(Path dir, NodeName me) throws IOException {
        try (Home home = Home.enter(dir, me)) {
            return home.member();
        }
    }

    /**
     * Why a store refuses changes at once now.
     *
     * @return for who wants to change something; empty where it may be decided, and for a store that another process holds,
     *     which tells only with the change
     */
    public static Optional<String> refuses(Store store) {
        return store instanceof RaftStore here ? here.refuses() : Optional.empty();
    }

    /** A name for a member that joins: nobody had it before, so that an old disk is a stranger. */
    public static String newMember(NodeName me) {
        return Home.newName(me);
    }

    /**
     * Makes a store that follows those who hold one already, and opens it. It follows until it was closed and opened once
     * more; then it may vote. Called again for the same member, it goes on where it stood.
     *
     * @param dir is made; may be there, but empty
     * @param member its name, as the others' documents have it
     * @param others members that are asked first
     * @throws IOException when there is another store, or no leader gives an image within a minute
     */
    public static Store join(Path dir, String member, List<String> others, StoreOptions options, Cluster cluster)
            throws IOException {
        Home.make(dir, member, others);
        return RaftStore.open(dir, node(member), options, cluster, false);
    }

    private static NodeName node(String member) {
        return new NodeName(member.substring(0, Math.max(0, member.lastIndexOf('-'))));
    }

    /**
     * Makes what this member has a store of its own, held by this node alone: a new incarnation, in which every guest came
     * to its node anew. The one way out when too few of those who vote are left; only while the store is closed, and only
     * where the others will never run again.
     *
     * @param without paths of documents that do not go along, as those that name the other members
     * @param with texts by path that are there from the first moment on
     * @return where the old directory is kept
     * @throws IOException when the store is open, alone already, or damaged; then nothing was changed
     */
    public static Path separate(Path dir, NodeName me, Predicate<String> without, Map<String, String> with)
            throws IOException {
        return Separation.separate(dir, me, without, with);
    }

    /** How a store that {@link #open} or {@link #join} opened stands among the others. */
    public static Membership membership(Store store) {
        if (!(store instanceof RaftStore here)) {
            throw new IllegalArgumentException("a store has its membership where it is held");
        }
        return here.membership();
    }

    /**
     * Gives the lead to another voter that was heard of just now, if this one has it. For who votes and shall not lead for
     * long, but may have to for a moment: it can be the one that has what was acknowledged last.
     *
     * @param store one that {@link #open} or {@link #join} opened
     */
    public static void handOver(Store store) {
        if (!(store instanceof RaftStore here)) {
            throw new IllegalArgumentException("a store leads where it is held");
        }
        here.handOver();
    }

    /**
     * Writes a whole store into one file, while it goes on. Secrets in it are sealed; the keyring has to be kept too.
     *
     * @param store one that {@link #open} opened
     * @throws IOException when it cannot be written; then there is no such file
     */
    public static void backUp(Store store, Path file) throws IOException {
        if (!(store instanceof RaftStore here)) {
            throw new IllegalArgumentException("a store is backed up where it is held");
        }
        Backups.write(here.state(), file);
    }

    /** The same of a store that is open, into a stream, which stays open. */
    public static void copy(Store store, OutputStream to) throws IOException {
        if (!(store instanceof RaftStore here)) {
            throw new IllegalArgumentException("a store is copied where it is held");
        }
        SnapshotCodec.write(to, here.state());
    }

    /**
     * The same of one that is closed.
     *
     * @throws IOException when it is open, or damaged
     */
    public static void backUp(Path dir, NodeName me, Path file) throws IOException {
        try (Home home = Home.enter(dir, me)) {
            Backups.write(home.everything(), file);
        }
    }

    /**
     * What a backup holds.
     *
     * @throws IOException when it is damaged, cut, or of a newer program
     */
    public static Image look(Path backup) throws IOException {
        return Backups.read(backup).picture();
    }

    /**
     * Makes a new store of a backup: a new incarnation, held by this node alone, in which every guest came to its node anew.
     *
     * @param dir is made; may be there, but empty
     * @throws IOException when it is not empty or the backup is damaged; then nothing was made
     */
    public static void restore(Path backup, Path dir, NodeName me) throws IOException {
        Backups.restore(backup, dir, me);
    }

    /**
     * The same where a closed store may lie that is alone, which is put aside.
     *
     * @param without paths of documents that do not go along, as those that name other members
     * @param aside where what was there is kept
     * @param ready done when nothing stands in the way any more and nothing has been changed yet
     * @throws IOException when the store is open or one of several, the backup is damaged, or something lies aside
     *     already; then nothing was changed
     */
    public static void restoreOver(
            Path backup, Path dir, NodeName me, Predicate<String> without, Path aside, Ready ready) throws IOException {
        Backups.restoreOver(backup, dir, me, without, aside, ready);
    }

    /** What is to be done just before a restore. */
    @FunctionalInterface
    public interface Ready {
        void run() throws IOException;
    }
}
