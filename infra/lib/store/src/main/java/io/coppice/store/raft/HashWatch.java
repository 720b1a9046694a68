package io.coppice.store.raft;

import io.coppice.store.codec.SnapshotCodec;
import io.coppice.store.state.Entry;
import io.coppice.store.state.State;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Compares this replica's state with the leader's, now and then. An entry marks a state; the leader counts the hash of its
 * own and puts it into the log; every replica that comes to that entry counts its own, also when it reads its log again
 * after a start. A state is immutable, so that keeping the marked one costs nothing.
 */
final class HashWatch {
    private record Marked(UUID mark, State state) {}

    private volatile @Nullable Marked marked;

    /**
     * Called for every entry, with the state that it made.
     *
     * @throws IllegalStateException when this replica's state is another than the leader's: it must not go on
     */
    void seen(Entry entry, State after) {
        switch (entry) {
            case Entry.Mark m -> marked = new Marked(m.mark(), after);
            case Entry.HashOfMarked h -> compare(h);
            case Entry.Founding f -> {}
            case Entry.Proposal p -> {}
            case Entry.LevelRaise r -> {}
        }
    }

    private void compare(Entry.HashOfMarked theirs) {
        Marked now = marked;
        if (now == null || !now.mark().equals(theirs.mark()) || theirs.form() != SnapshotCodec.FORM) {
            return;
        }
        marked = null;
        String mine = hash(now.state());
        if (!mine.equals(theirs.sha256())) {
            throw new IllegalStateException("this replica's state is not the leader's: at revision "
                    + now.state().picture().revision().number() + " its hash is " + mine + ", the leader's "
                    + theirs.sha256() + "; this store's directory must be put back from a backup, or made anew from the"
                    + " other nodes");
        }
    }

    /** What the leader says of the state that was marked; null while that mark was not applied. */
    Entry.@Nullable HashOfMarked of(UUID mark) {
        Marked now = marked;
        return now == null || !now.mark().equals(mark)
                ? null
                : new Entry.HashOfMarked(mark, SnapshotCodec.FORM, hash(now.state()));
    }

    static String hash(State state) {
        try (DigestOutputStream out =
                new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
            SnapshotCodec.write(out, state);
            return HexFormat.of().formatHex(out.getMessageDigest().digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a state that cannot be written down", e);
        }
    }
}
