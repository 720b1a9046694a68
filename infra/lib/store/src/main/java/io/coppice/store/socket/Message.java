package io.coppice.store.socket;

import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Image.Lease;
import io.coppice.store.Image.Reservation;
import io.coppice.store.Outcome;
import io.coppice.store.Revision;
import io.coppice.store.codec.ChangeCodec;
import io.coppice.store.codec.In;
import io.coppice.store.codec.Out;
import io.coppice.store.codec.OutcomeCodec;
import io.coppice.store.codec.PictureCodec;
import io.coppice.store.state.Happening;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What is said on the socket. */
sealed interface Message {
    /** The first word of both sides. */
    record Hello(int version) implements Message {}

    /** The client's: decide this. */
    record Submit(long call, Change change) implements Message {}

    record Answer(long call, Outcome outcome) implements Message {}

    /** All that was sent is void; documents follow in parts. */
    record Reset(Revision revision) implements Message {}

    record Part(List<Document> documents) implements Message {}

    /** The reset is complete. */
    record Complete(List<Reservation> reservations, List<Lease> leases) implements Message {}

    /** One change. What was before it, the receiver has. */
    record Happened(Revision revision, String actor, long stampMillis, List<Now> now, List<Happening.Held> held)
            implements Message {}

    /** A document after a change. */
    record Now(String path, Optional<Document> document) {}

    int VERSION = 2;

    default byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Out out = new Out(bytes);
        switch (this) {
            case Hello h -> {
                out.tag(1);
                out.number(h.version());
            }
            case Submit s -> {
                out.tag(2);
                out.number(s.call());
                ChangeCodec.write(out, s.change());
            }
            case Answer a -> {
                out.tag(3);
                out.number(a.call());
                OutcomeCodec.write(out, a.outcome());
            }
            case Reset r -> {
                out.tag(4);
                OutcomeCodec.write(out, r.revision());
            }
            case Part p -> {
                out.tag(5);
                out.list(p.documents(), PictureCodec::write);
            }
            case Complete c -> {
                out.tag(6);
                out.list(c.reservations(), PictureCodec::write);
                out.list(c.leases(), PictureCodec::write);
            }
            case Happened h -> {
                out.tag(7);
                OutcomeCodec.write(out, h.revision());
                out.text(h.actor());
                out.number(h.stampMillis());
                out.list(h.now(), (o, n) -> {
                    o.text(n.path());
                    o.optional(n.document(), PictureCodec::write);
                });
                out.list(h.held(), PictureCodec::write);
            }
        }
        return bytes.toByteArray();
    }

    static Message of(byte[] bytes) throws IOException {
        In in = new In(new ByteArrayInputStream(bytes));
        int tag = in.tag();
        return switch (tag) {
            case 1 -> new Hello(in.integer());
            case 2 -> new Submit(in.number(), ChangeCodec.read(in));
            case 3 -> new Answer(in.number(), OutcomeCodec.read(in));
            case 4 -> new Reset(OutcomeCodec.revision(in));
            case 5 -> new Part(in.list(PictureCodec::document));
            case 6 -> new Complete(in.list(PictureCodec::reservation), in.list(PictureCodec::lease));
            case 7 ->
                new Happened(
                        OutcomeCodec.revision(in),
                        in.text(),
                        in.number(),
                        in.list(i -> new Now(i.text(), i.optional(PictureCodec::document))),
                        in.list(PictureCodec::held));
            default -> throw new IOException("an unknown message (" + tag + ")");
        };
    }
}
