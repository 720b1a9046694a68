package io.coppice.store.follow;

import io.coppice.store.Document;
import io.coppice.store.Image.Lease;
import io.coppice.store.Image.Reservation;
import io.coppice.store.Revision;
import io.coppice.store.Transition;
import io.coppice.store.codec.In;
import io.coppice.store.codec.Out;
import io.coppice.store.codec.OutcomeCodec;
import io.coppice.store.codec.PictureCodec;
import io.coppice.store.state.Documents;
import io.coppice.store.state.Happening;
import io.coppice.store.state.Picture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a follower is answered. */
sealed interface Fed {
    /** Whoever is asked does not lead; it may know who does. */
    record Elsewhere(Optional<String> leader) implements Fed {}

    /** The leader does not count the asker among the members. */
    record Stranger() implements Fed {}

    /** What happened since, in order; nothing when that was nothing for a while. */
    record News(Leader leader, List<Item> items) implements Fed {}

    /** A part of a whole image. What is held comes with the last one. */
    record Part(Leader leader, Whole whole, List<Document> documents) implements Fed {}

    /**
     * What the leader says beside it.
     *
     * @param level of its state; as are the stamp and the epoch
     * @param voters who votes
     */
    record Leader(int level, long stampMillis, long lastEpoch, List<String> voters) {}

    /** Which image a part is of. */
    record Whole(
            Revision revision,
            long reset,
            int part,
            boolean last,
            List<Reservation> reservations,
            List<Lease> leases) {}

    /** One change. What was before it, the follower has. */
    record Item(Revision revision, String actor, long stampMillis, List<Now> now, List<Happening.Held> held) {
        static Item of(Happening h) {
            Transition t = h.transition();
            List<Now> now =
                    t.deltas().stream().map(d -> new Now(d.path(), d.after())).toList();
            return new Item(t.revision(), t.actor(), t.stampMillis(), now, h.held());
        }

        /** @throws IOException when it is not the next after that picture */
        Happening after(Picture before) throws IOException {
            if (revision.number() != before.revision().number() + 1) {
                throw new IOException("a gap: " + revision + " after " + before.revision());
            }
            List<Transition.Delta> deltas = new ArrayList<>();
            Documents known = before.documents();
            for (Now n : now) {
                deltas.add(new Transition.Delta(n.path(), known.find(n.path()), n.document()));
                known = n.document().<Documents>map(known::put).orElse(known.remove(n.path()));
            }
            return new Happening(new Transition(revision, actor, stampMillis, deltas), held);
        }
    }

    /** A document after a change. */
    record Now(String path, Optional<Document> document) {}

    default byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Out out = new Out(bytes);
        switch (this) {
            case Elsewhere e -> {
                out.tag(1);
                out.optional(e.leader(), Out::text);
            }
            case Stranger s -> out.tag(2);
            case News n -> {
                out.tag(3);
                write(out, n.leader());
                out.list(n.items(), Fed::write);
            }
            case Part p -> {
                out.tag(4);
                write(out, p.leader());
                OutcomeCodec.write(out, p.whole().revision());
                out.number(p.whole().reset());
                out.number(p.whole().part());
                out.tag(p.whole().last() ? 1 : 0);
                out.list(p.whole().reservations(), PictureCodec::write);
                out.list(p.whole().leases(), PictureCodec::write);
                out.list(p.documents(), PictureCodec::write);
            }
        }
        return bytes.toByteArray();
    }

    static Fed of(byte[] bytes) throws IOException {
        In in = new In(new ByteArrayInputStream(bytes));
        int tag = in.tag();
        return switch (tag) {
            case 1 -> new Elsewhere(in.optional(In::text));
            case 2 -> new Stranger();
            case 3 -> new News(leader(in), in.list(Fed::item));
            case 4 ->
                new Part(
                        leader(in),
                        new Whole(
                                OutcomeCodec.revision(in),
                                in.number(),
                                in.integer(),
                                in.tag() == 1,
                                in.list(PictureCodec::reservation),
                                in.list(PictureCodec::lease)),
                        in.list(PictureCodec::document));
            default -> throw new IOException("an unknown answer (" + tag + ")");
        };
    }

    private static void write(Out out, Leader l) throws IOException {
        out.number(l.level());
        out.number(l.stampMillis());
        out.number(l.lastEpoch());
        out.list(l.voters(), Out::text);
    }

    private static Leader leader(In in) throws IOException {
        return new Leader(in.integer(), in.number(), in.number(), in.list(In::text));
    }

    private static void write(Out out, Item i) throws IOException {
        OutcomeCodec.write(out, i.revision());
        out.text(i.actor());
        out.number(i.stampMillis());
        out.list(i.now(), (o, n) -> {
            o.text(n.path());
            o.optional(n.document(), PictureCodec::write);
        });
        out.list(i.held(), PictureCodec::write);
    }

    private static Item item(In in) throws IOException {
        return new Item(
                OutcomeCodec.revision(in),
                in.text(),
                in.number(),
                in.list(i -> new Now(i.text(), i.optional(PictureCodec::document))),
                in.list(PictureCodec::held));
    }
}
