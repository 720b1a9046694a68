package io.coppice.store.codec;

import io.coppice.store.Outcome;
import io.coppice.store.state.Apply;
import io.coppice.store.state.Happening;
import io.coppice.store.state.History;
import io.coppice.store.state.NewerLevel;
import io.coppice.store.state.Outcomes;
import io.coppice.store.state.Picture;
import io.coppice.store.state.Sizes;
import io.coppice.store.state.SortedTree;
import io.coppice.store.state.State;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/** A whole state in bytes: a mark, the level, the state, and a checksum (CRC-32C) of all before it. */
public final class SnapshotCodec {
    /** The form of these bytes; raised whenever they change. */
    public static final int FORM = 2;

    private static final byte[] MARK = ("coppice-store-" + FORM + "\n").getBytes(StandardCharsets.US_ASCII);

    private record Known(UUID id, Outcome outcome) {}

    private SnapshotCodec() {}

    /** Leaves the stream open. */
    public static void write(OutputStream stream, State s) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(new BufferedOutputStream(stream, 1 << 16), new CRC32C());
        Out out = new Out(checked);
        out.raw(MARK);
        out.number(s.level());
        out.number(s.stampMillis());
        out.number(s.lastEpoch());
        PictureCodec.write(out, s.picture());
        out.number(s.outcomes().next());
        List<Known> known = s.outcomes().inOrder().values().stream()
                .map(id -> new Known(id, s.outcomes().find(id).orElseThrow()))
                .toList();
        out.list(known, (o, k) -> {
            o.uuid(k.id());
            OutcomeCodec.write(o, k.outcome());
        });
        out.list(s.history().byRevision().values(), PictureCodec::write);
        out.number(checked.getChecksum().getValue());
        checked.flush();
    }

    /** As {@link #read(InputStream, int)}, with all that this program knows. */
    public static State read(InputStream stream) throws IOException {
        return read(stream, Apply.LEVEL);
    }

    /**
     * @param knows the newest level that is taken for known
     * @throws NewerLevel when the state is at another one
     * @throws IOException when the bytes are damaged or cut
     */
    public static State read(InputStream stream, int knows) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(new BufferedInputStream(stream, 1 << 16), new CRC32C());
        In in = new In(checked);
        if (!Arrays.equals(in.raw(MARK.length), MARK)) {
            throw new IOException("this is no snapshot of a store");
        }
        int level = in.integer();
        NewerLevel.refuse(level, knows);
        long stamp = in.number();
        long lastEpoch = in.number();
        Picture picture = PictureCodec.picture(in);
        Outcomes outcomes = outcomes(in);
        History history = History.NONE;
        for (Happening h : in.list(PictureCodec::happening)) {
            history = history.with(h, Long.MAX_VALUE);
        }
        long sum = checked.getChecksum().getValue();
        if (in.number() != sum) {
            throw new IOException("a snapshot whose checksum is wrong");
        }
        return new State(level, stamp, lastEpoch, picture, outcomes, history);
    }

    private static Outcomes outcomes(In in) throws IOException {
        long next = in.number();
        List<Known> known = in.list(i -> new Known(i.uuid(), OutcomeCodec.read(i)));
        if (known.size() > Sizes.OUTCOMES) {
            throw new IOException("a snapshot with " + known.size() + " outcomes");
        }
        Outcomes outcomes = new Outcomes(SortedTree.empty(), SortedTree.empty(), next - known.size());
        for (Known k : known) {
            outcomes = outcomes.with(k.id(), k.outcome());
        }
        return outcomes;
    }
}
