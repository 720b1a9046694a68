package io.coppice.store.codec;

import io.coppice.contract.word.Digest;
import io.coppice.store.Document;
import io.coppice.store.Image.Lease;
import io.coppice.store.Image.Reservation;
import io.coppice.store.Transition;
import io.coppice.store.state.Documents;
import io.coppice.store.state.Happening;
import io.coppice.store.state.Happening.Held;
import io.coppice.store.state.Picture;
import io.coppice.store.state.SortedTree;
import java.io.IOException;
import java.util.HexFormat;

/** Pictures and what happened to them in bytes: in snapshots, and on the socket. */
public final class PictureCodec {
    private PictureCodec() {}

    public static void write(Out out, Picture p) throws IOException {
        OutcomeCodec.write(out, p.revision());
        out.list(p.documents().byPath().values(), PictureCodec::write);
        out.list(p.reservations(), PictureCodec::write);
        out.list(p.leases().values(), PictureCodec::write);
    }

    public static Picture picture(In in) throws IOException {
        var revision = OutcomeCodec.revision(in);
        Documents documents = Documents.NONE;
        for (Document d : in.list(PictureCodec::document)) {
            documents = documents.put(d);
        }
        SortedTree<Integer, Reservation> reservations = SortedTree.empty();
        for (Reservation r : in.list(PictureCodec::reservation)) {
            reservations = reservations.put(r.vmid(), r);
        }
        SortedTree<String, Lease> leases = SortedTree.empty();
        for (Lease l : in.list(PictureCodec::lease)) {
            leases = leases.put(l.name(), l);
        }
        return new Picture(revision, documents, reservations, leases);
    }

    public static void write(Out out, Happening h) throws IOException {
        Transition t = h.transition();
        OutcomeCodec.write(out, t.revision());
        out.text(t.actor());
        out.number(t.stampMillis());
        out.list(t.deltas(), PictureCodec::write);
        out.list(h.held(), PictureCodec::write);
    }

    public static Happening happening(In in) throws IOException {
        return new Happening(
                new Transition(OutcomeCodec.revision(in), in.text(), in.number(), in.list(PictureCodec::delta)),
                in.list(PictureCodec::held));
    }

    private static void write(Out out, Transition.Delta d) throws IOException {
        out.text(d.path());
        out.optional(d.before(), PictureCodec::write);
        out.optional(d.after(), PictureCodec::write);
    }

    private static Transition.Delta delta(In in) throws IOException {
        return new Transition.Delta(
                in.text(), in.optional(PictureCodec::document), in.optional(PictureCodec::document));
    }

    public static void write(Out out, Document d) throws IOException {
        out.text(d.path());
        out.text(d.text());
        out.raw(HexFormat.of().parseHex(d.digest().text()));
        out.number(d.revision());
        out.number(d.since());
    }

    public static Document document(In in) throws IOException {
        return new Document(
                in.text(), in.text(), new Digest(HexFormat.of().formatHex(in.raw(20))), in.number(), in.number());
    }

    public static void write(Out out, Held held) throws IOException {
        switch (held) {
            case Held.Number n -> {
                out.tag(1);
                out.number(n.vmid());
                out.optional(n.now(), PictureCodec::write);
            }
            case Held.Right r -> {
                out.tag(2);
                out.text(r.name());
                out.optional(r.now(), PictureCodec::write);
            }
        }
    }

    public static Held held(In in) throws IOException {
        int tag = in.tag();
        return switch (tag) {
            case 1 -> new Held.Number(in.integer(), in.optional(PictureCodec::reservation));
            case 2 -> new Held.Right(in.text(), in.optional(PictureCodec::lease));
            default -> throw In.unknown("thing held", tag);
        };
    }

    public static void write(Out out, Reservation r) throws IOException {
        out.number(r.vmid());
        out.text(r.owner());
        out.number(r.stampMillis());
        out.number(r.termMillis());
        out.number(r.revision());
    }

    public static Reservation reservation(In in) throws IOException {
        return new Reservation(in.integer(), in.text(), in.number(), in.number(), in.number());
    }

    public static void write(Out out, Lease l) throws IOException {
        out.text(l.name());
        out.text(l.holder());
        out.number(l.epoch());
        out.number(l.termMillis());
        out.number(l.renewal());
    }

    public static Lease lease(In in) throws IOException {
        return new Lease(in.text(), in.text(), in.number(), in.number(), in.number());
    }
}
