package io.coppice.store.socket;

import io.coppice.store.Revision;
import io.coppice.store.Transition;
import io.coppice.store.state.Documents;
import io.coppice.store.state.Happening;
import io.coppice.store.state.History;
import io.coppice.store.state.Picture;
import io.coppice.store.state.SortedTree;
import io.coppice.store.watch.Present;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes pictures of what the server says. One thread. */
final class Mirror {
    private static final long HISTORY_BYTES = 16L << 20;

    private Present present = new Present(Picture.BLANK, History.NONE);
    private @Nullable Revision resetting;
    private Documents documents = Documents.NONE;

    /** What is now; the same object while nothing whole has come. */
    Present after(Message message) throws IOException {
        switch (message) {
            case Message.Reset r -> {
                resetting = r.revision();
                documents = Documents.NONE;
            }
            case Message.Part p -> p.documents().forEach(d -> documents = documents.put(d));
            case Message.Complete c -> complete(c);
            case Message.Happened h -> happened(h);
            case Message.Hello h -> throw new IOException("a second greeting");
            case Message.Submit s -> throw new IOException("a server that submits");
            case Message.Answer a -> throw new IOException("an answer is no news");
        }
        return present;
    }

    private void complete(Message.Complete c) throws IOException {
        Revision at = resetting;
        if (at == null) {
            throw new IOException("the end of a reset that did not begin");
        }
        SortedTree<Integer, io.coppice.store.Image.Reservation> reservations = SortedTree.empty();
        for (var r : c.reservations()) {
            reservations = reservations.put(r.vmid(), r);
        }
        SortedTree<String, io.coppice.store.Image.Lease> leases = SortedTree.empty();
        for (var l : c.leases()) {
            leases = leases.put(l.name(), l);
        }
        present = new Present(new Picture(at, documents, reservations, leases), History.NONE);
        resetting = null;
        documents = Documents.NONE;
    }

    private void happened(Message.Happened h) throws IOException {
        Picture before = present.picture();
        if (h.revision().number() != before.revision().number() + 1) {
            throw new IOException("a gap: " + h.revision() + " after " + before.revision());
        }
        List<Transition.Delta> deltas = new ArrayList<>();
        Documents known = before.documents();
        for (Message.Now now : h.now()) {
            deltas.add(new Transition.Delta(now.path(), known.find(now.path()), now.document()));
            known = now.document().<Documents>map(known::put).orElse(known.remove(now.path()));
        }
        Happening happening =
                new Happening(new Transition(h.revision(), h.actor(), h.stampMillis(), List.copyOf(deltas)), h.held());
        present = new Present(before.with(happening), present.history().with(happening, HISTORY_BYTES));
    }
}
