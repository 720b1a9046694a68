package io.coppice.store.state;

import io.coppice.contract.word.Digest;
import io.coppice.store.Change;
import io.coppice.store.Change.Precondition;
import io.coppice.store.Change.Write;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Outcome.Reason;
import io.coppice.store.Revision;
import io.coppice.store.Transition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A change half done. Thrown away when a write is refused, so that nothing of it was. */
final class Draft {
    private final Picture before;
    private final Revision revision;
    private final int level;
    private final Holdings holdings;
    private final List<Transition.Delta> deltas = new ArrayList<>();
    private Documents documents;

    Draft(State state, long stamp) {
        before = state.picture();
        revision =
                new Revision(before.revision().incarnation(), before.revision().number() + 1);
        level = state.level();
        documents = before.documents();
        holdings = new Holdings(before.reserved(), before.leases(), state.lastEpoch(), revision.number(), stamp);
    }

    void write(Write w) {
        switch (w) {
            case Write.Put p -> put(p.path(), p.content());
            case Write.Import i -> put(i.path(), i.content());
            case Write.Delete d -> {
                Optional<Document> was = documents.find(d.path());
                if (was.isPresent()) {
                    documents = documents.remove(d.path());
                    deltas.add(new Transition.Delta(d.path(), was, Optional.empty()));
                }
            }
            case Write.Reserve r -> {
                noGuest(r.vmid());
                holdings.reserve(r.vmid(), r.owner(), 0);
            }
            case Write.ReserveFor r -> {
                noGuest(r.vmid());
                holdings.reserve(r.vmid(), r.owner(), r.termMillis());
            }
            case Write.HandOut h -> {
                noGuest(h.vmid());
                holdings.handOut(h);
            }
            case Write.Lapse l -> holdings.lapse(l);
            case Write.Release r -> holdings.release(r);
            case Write.Acquire a -> holdings.acquire(a);
            case Write.Renew r -> holdings.renew(r);
            case Write.Surrender s -> holdings.surrender(s);
            case Write.Expire e -> holdings.expire(e);
        }
    }

    private void noGuest(int vmid) {
        List<String> guests = documents.configurations(vmid);
        if (!guests.isEmpty()) {
            throw Preconditions.taken(vmid, guests.getFirst());
        }
    }

    private void put(String path, byte[] content) {
        Optional<Document> was = documents.find(path);
        Document d = new Document(
                path,
                new String(content, StandardCharsets.UTF_8),
                sha1(content),
                revision.number(),
                was.map(Document::since).orElse(revision.number()));
        deltas.add(new Transition.Delta(path, was, Optional.of(d)));
        documents = documents.put(d);
    }

    /** What only shows when all is written: one configuration a VM ID, reservations kept, not too much in all. */
    void finish(Change change) {
        for (Transition.Delta d : deltas) {
            OptionalInt vmid = Paths.guest(d.path());
            if (vmid.isPresent() && d.after().isPresent()) {
                guest(vmid.getAsInt(), d.path(), change);
            }
            if (vmid.isPresent() && level >= Levels.RESERVATIONS_WITH_TERMS) {
                rest(vmid.getAsInt());
            }
        }
        if (documents.bytes() > Sizes.TREE
                && documents.bytes() > before.documents().bytes()) {
            throw new Refusal(
                    Reason.TOO_LARGE,
                    "",
                    "all documents would have " + documents.bytes() + " bytes; the limit is " + Sizes.TREE);
        }
    }

    /** A number that lost its guest is not offered for a while; one that has one needs no rest. */
    private void rest(int vmid) {
        boolean has = !documents.configurations(vmid).isEmpty();
        boolean had = !before.documents().configurations(vmid).isEmpty();
        if (has) {
            holdings.endRest(vmid);
        } else if (had) {
            holdings.rest(vmid);
        }
    }

    private void guest(int vmid, String path, Change change) {
        List<String> now = documents.configurations(vmid);
        if (now.size() > 1) {
            throw Preconditions.taken(vmid, now.getFirst().equals(path) ? now.getLast() : now.getFirst());
        }
        Optional<Image.Reservation> held = before.reservation(vmid);
        boolean isNew = before.documents().configurations(vmid).isEmpty();
        if (isNew
                && held.filter(r -> !r.rests()).isPresent()
                && !names(change, vmid, held.get().owner())) {
            throw Preconditions.reserved(held.get());
        }
    }

    /** Whether a change shows that it comes from the owner of a number. */
    private static boolean names(Change change, int vmid, String owner) {
        return change.preconditions().contains(new Precondition.VmidFree(vmid, owner))
                || change.writes().contains(new Write.Reserve(vmid, owner))
                || change.writes().contains(new Write.Release(vmid, owner));
    }

    Picture picture() {
        return new Picture(revision, documents, holdings.reservations(), holdings.leases());
    }

    List<Transition.Delta> deltas() {
        return deltas;
    }

    List<Happening.Held> held() {
        return holdings.held();
    }

    long lastEpoch() {
        return holdings.lastEpoch();
    }

    static Digest sha1(byte[] content) {
        try {
            return new Digest(
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
