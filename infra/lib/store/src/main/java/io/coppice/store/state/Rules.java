package io.coppice.store.state;

import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change;
import io.coppice.store.Outcome.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What can be said of a change without knowing the state: its shape, its size, its writer. */
final class Rules {
    private Rules() {}

    static void check(Change c) {
        if (c.preconditions().size() + c.writes().size() > Sizes.CHANGE_ITEMS) {
            throw new Refusal(Reason.TOO_LARGE, "", "a change has at most " + Sizes.CHANGE_ITEMS + " items");
        }
        name(c.actor(), "actor");
        c.preconditions().forEach(Rules::check);
        long sum = 0;
        for (Change.Write w : c.writes()) {
            sum += check(w, c.writer());
        }
        if (sum > Sizes.CHANGE) {
            throw new Refusal(Reason.TOO_LARGE, "", "a change of " + sum + " bytes; the limit is " + Sizes.CHANGE);
        }
    }

    private static void check(Change.Precondition p) {
        switch (p) {
            case Change.Precondition.Absent a -> path(a.path());
            case Change.Precondition.Exists e -> path(e.path());
            case Change.Precondition.HasDigest d -> path(d.path());
            case Change.Precondition.HasRevision r -> path(r.path());
            case Change.Precondition.Holds h -> {
                name(h.lease(), "lease");
                name(h.holder(), "holder");
            }
            case Change.Precondition.VmidFree v -> number(v.vmid(), v.owner());
            case Change.Precondition.GuestSince g -> number(g.vmid());
        }
    }

    /** Bytes that the write counts for. */
    private static long check(Change.Write w, Service writer) {
        switch (w) {
            case Change.Write.Put p -> {
                path(p.path());
                owned(writer, p.path());
                text(p.path(), p.content());
                return Sizes.utf8(p.path()) + (long) p.content().length;
            }
            case Change.Write.Import i -> {
                path(i.path());
                imported(writer, i.path());
                text(i.path(), i.content());
                return Sizes.utf8(i.path()) + (long) i.content().length;
            }
            case Change.Write.Delete d -> {
                path(d.path());
                owned(writer, d.path());
                return Sizes.utf8(d.path());
            }
            case Change.Write.Reserve r -> number(r.vmid(), r.owner());
            case Change.Write.Release r -> number(r.vmid(), r.owner());
            case Change.Write.Acquire a -> {
                name(a.lease(), "lease");
                name(a.holder(), "holder");
                term(a.lease(), a.termMillis());
            }
            case Change.Write.Renew r -> name(r.lease(), "lease");
            case Change.Write.Surrender s -> name(s.lease(), "lease");
            case Change.Write.Expire e -> name(e.lease(), "lease");
            case Change.Write.ReserveFor r -> {
                number(r.vmid(), r.owner());
                term(Integer.toString(r.vmid()), r.termMillis());
            }
            case Change.Write.HandOut h -> {
                number(h.vmid());
                term(Integer.toString(h.vmid()), h.termMillis());
            }
            case Change.Write.Lapse l -> number(l.vmid());
        }
        return 0;
    }

    private static void path(String path) {
        Paths.wrong(path).ifPresent(why -> {
            throw new Refusal(Reason.MALFORMED, path, why);
        });
    }

    private static void owned(Service writer, String path) {
        if (!Ownership.owns(writer, path)) {
            throw new Refusal(Reason.NOT_YOURS, path, path + " is not written by " + writer.label());
        }
    }

    private static void imported(Service writer, String path) {
        if (writer != Service.NODE || Ownership.owner(path).isEmpty()) {
            throw new Refusal(Reason.NOT_YOURS, path, path + " is not imported by " + writer.label());
        }
    }

    private static void text(String path, byte[] content) {
        if (content.length > Sizes.DOCUMENT) {
            throw new Refusal(
                    Reason.TOO_LARGE,
                    path,
                    path + " would have " + content.length + " bytes; the limit is " + Sizes.DOCUMENT);
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
        } catch (CharacterCodingException e) {
            throw new Refusal(Reason.MALFORMED, path, path + " would be no UTF-8 text");
        }
    }

    private static void term(String of, long millis) {
        if (millis < Sizes.SHORTEST_TERM || millis > Sizes.LONGEST_TERM) {
            throw new Refusal(Reason.MALFORMED, of, "a term of " + millis + " ms");
        }
    }

    private static void number(int vmid, String owner) {
        number(vmid);
        name(owner, "owner");
    }

    private static void number(int vmid) {
        if (vmid < 100 || vmid > 999_999_999) {
            throw new Refusal(Reason.MALFORMED, Integer.toString(vmid), vmid + " is no VM ID");
        }
    }

    private static void name(String name, String what) {
        if (name.isEmpty() || Sizes.utf8(name) > Sizes.NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal(Reason.MALFORMED, "", "no name of a " + what);
        }
    }
}
