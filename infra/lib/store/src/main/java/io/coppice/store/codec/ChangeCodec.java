package io.coppice.store.codec;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.Digest;
import io.coppice.store.Change;
import io.coppice.store.Change.Precondition;
import io.coppice.store.Change.Write;
import java.io.IOException;

/** A change in bytes. */
public final class ChangeCodec {
    private static final int FORMAT = 1;

    private ChangeCodec() {}

    public static void write(Out out, Change c) throws IOException {
        out.tag(FORMAT);
        out.uuid(c.id());
        out.tag(tag(c.writer()));
        out.text(c.actor());
        out.list(c.preconditions(), ChangeCodec::write);
        out.list(c.writes(), ChangeCodec::write);
    }

    public static Change read(In in) throws IOException {
        int format = in.tag();
        if (format != FORMAT) {
            throw In.unknown("format of a change", format);
        }
        return new Change(
                in.uuid(),
                service(in.tag()),
                in.text(),
                in.list(ChangeCodec::precondition),
                in.list(ChangeCodec::writeItem));
    }

    private static void write(Out out, Precondition p) throws IOException {
        switch (p) {
            case Precondition.Absent a -> {
                out.tag(1);
                out.text(a.path());
            }
            case Precondition.Exists e -> {
                out.tag(2);
                out.text(e.path());
            }
            case Precondition.HasDigest d -> {
                out.tag(3);
                out.text(d.path());
                out.text(d.digest().text());
            }
            case Precondition.HasRevision r -> {
                out.tag(4);
                out.text(r.path());
                out.number(r.revision());
            }
            case Precondition.Holds h -> {
                out.tag(5);
                out.text(h.lease());
                out.text(h.holder());
                out.number(h.epoch());
            }
            case Precondition.VmidFree v -> {
                out.tag(6);
                out.number(v.vmid());
                out.text(v.owner());
            }
            case Precondition.GuestSince g -> numbers(out, 7, g.vmid(), g.epoch());
        }
    }

    private static Precondition precondition(In in) throws IOException {
        int tag = in.tag();
        return switch (tag) {
            case 1 -> new Precondition.Absent(in.text());
            case 2 -> new Precondition.Exists(in.text());
            case 3 -> new Precondition.HasDigest(in.text(), new Digest(in.text()));
            case 4 -> new Precondition.HasRevision(in.text(), in.number());
            case 5 -> new Precondition.Holds(in.text(), in.text(), in.number());
            case 6 -> new Precondition.VmidFree(in.integer(), in.text());
            case 7 -> new Precondition.GuestSince(in.integer(), in.number());
            default -> throw In.unknown("precondition", tag);
        };
    }

    private static void write(Out out, Write w) throws IOException {
        switch (w) {
            case Write.Put p -> {
                out.tag(1);
                out.text(p.path());
                out.bytes(p.content());
            }
            case Write.Delete d -> {
                out.tag(2);
                out.text(d.path());
            }
            case Write.Reserve r -> held(out, 3, r.vmid(), r.owner());
            case Write.Release r -> held(out, 4, r.vmid(), r.owner());
            case Write.Acquire a -> lease(out, 5, a.lease(), a.holder(), a.termMillis());
            case Write.Renew r -> lease(out, 6, r.lease(), r.holder(), r.epoch());
            case Write.Surrender s -> lease(out, 7, s.lease(), s.holder(), s.epoch());
            case Write.Expire e -> {
                out.tag(8);
                out.text(e.lease());
                out.number(e.epoch());
                out.number(e.renewal());
            }
            case Write.ReserveFor r -> {
                held(out, 9, r.vmid(), r.owner());
                out.number(r.termMillis());
            }
            case Write.HandOut h -> numbers(out, 10, h.vmid(), h.termMillis());
            case Write.Lapse l -> numbers(out, 11, l.vmid(), l.revision());
            case Write.Import i -> {
                out.tag(12);
                out.text(i.path());
                out.bytes(i.content());
            }
        }
    }

    private static void numbers(Out out, int tag, int vmid, long number) throws IOException {
        out.tag(tag);
        out.number(vmid);
        out.number(number);
    }

    private static void held(Out out, int tag, int vmid, String owner) throws IOException {
        out.tag(tag);
        out.number(vmid);
        out.text(owner);
    }

    private static void lease(Out out, int tag, String lease, String holder, long number) throws IOException {
        out.tag(tag);
        out.text(lease);
        out.text(holder);
        out.number(number);
    }

    private static Write writeItem(In in) throws IOException {
        int tag = in.tag();
        return switch (tag) {
            case 1 -> new Write.Put(in.text(), in.bytes());
            case 2 -> new Write.Delete(in.text());
            case 3 -> new Write.Reserve(in.integer(), in.text());
            case 4 -> new Write.Release(in.integer(), in.text());
            case 5 -> new Write.Acquire(in.text(), in.text(), in.number());
            case 6 -> new Write.Renew(in.text(), in.text(), in.number());
            case 7 -> new Write.Surrender(in.text(), in.text(), in.number());
            case 8 -> new Write.Expire(in.text(), in.number(), in.number());
            case 9 -> new Write.ReserveFor(in.integer(), in.text(), in.number());
            case 10 -> new Write.HandOut(in.integer(), in.number());
            case 11 -> new Write.Lapse(in.integer(), in.number());
            case 12 -> new Write.Import(in.text(), in.bytes());
            default -> throw In.unknown("write", tag);
        };
    }

    /** Not the ordinal, which a new service in the middle would shift. */
    private static int tag(Service s) {
        return switch (s) {
            case GATEWAY -> 1;
            case AUTH -> 2;
            case COMPUTE -> 3;
            case STORAGE -> 4;
            case NETWORK -> 5;
            case BACKUP -> 6;
            case METRICS -> 7;
            case NODE -> 8;
        };
    }

    private static Service service(int tag) throws IOException {
        for (Service s : Service.values()) {
            if (tag(s) == tag) {
                return s;
            }
        }
        throw In.unknown("service", tag);
    }
}
