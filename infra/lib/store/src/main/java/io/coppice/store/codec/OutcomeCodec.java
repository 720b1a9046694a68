package io.coppice.store.codec;

import io.coppice.store.Outcome;
import io.coppice.store.Outcome.Reason;
import io.coppice.store.Revision;
import java.io.IOException;

/** An outcome in bytes. */
public final class OutcomeCodec {
    private OutcomeCodec() {}

    public static void write(Out out, Outcome outcome) throws IOException {
        switch (outcome) {
            case Outcome.Done d -> {
                out.tag(1);
                write(out, d.revision());
            }
            case Outcome.Refused r -> {
                out.tag(2);
                out.tag(tag(r.reason()));
                out.text(r.subject());
                out.text(r.message());
            }
            case Outcome.Unknown u -> {
                out.tag(3);
                out.uuid(u.id());
                out.text(u.message());
            }
        }
    }

    public static Outcome read(In in) throws IOException {
        int tag = in.tag();
        return switch (tag) {
            case 1 -> new Outcome.Done(revision(in));
            case 2 -> new Outcome.Refused(reason(in.tag()), in.text(), in.text());
            case 3 -> new Outcome.Unknown(in.uuid(), in.text());
            default -> throw In.unknown("outcome", tag);
        };
    }

    public static void write(Out out, Revision r) throws IOException {
        out.uuid(r.incarnation());
        out.number(r.number());
    }

    public static Revision revision(In in) throws IOException {
        return new Revision(in.uuid(), in.number());
    }

    private static int tag(Reason r) {
        return switch (r) {
            case PRECONDITION -> 1;
            case VMID_TAKEN -> 2;
            case LEASE_TAKEN -> 3;
            case NOT_YOURS -> 4;
            case TOO_LARGE -> 5;
            case DISK_FULL -> 6;
            case MALFORMED -> 7;
            case NO_QUORUM -> 8;
        };
    }

    private static Reason reason(int tag) throws IOException {
        for (Reason r : Reason.values()) {
            if (tag(r) == tag) {
                return r;
            }
        }
        throw In.unknown("reason", tag);
    }
}
