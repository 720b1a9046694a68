package io.coppice.store.state;

import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Revision;
import io.coppice.store.Transition;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntConsumer;

/** What can be seen at a revision: documents, reservations, leases. */
public record Picture(
        Revision revision,
        Documents documents,
        SortedTree<Integer, Image.Reservation> reserved,
        SortedTree<String, Image.Lease> leases)
        implements Image {
    /** Nothing, before there is a cluster. */
    public static final Picture BLANK =
            new Picture(new Revision(new UUID(0, 0), 0), Documents.NONE, SortedTree.empty(), SortedTree.empty());

    @Override
    public Optional<Document> find(String path) {
        return documents.find(path);
    }

    @Override
    public List<Document> below(String prefix) {
        return documents.below(prefix);
    }

    @Override
    public Optional<Document> guest(int vmid) {
        return documents.configurations(vmid).stream().findFirst().flatMap(documents::find);
    }

    @Override
    public int guests() {
        return documents.guests().size();
    }

    @Override
    public void eachGuest(IntConsumer visitor) {
        documents.eachGuest(visitor);
    }

    @Override
    public Optional<Reservation> reservation(int vmid) {
        return reserved.find(vmid);
    }

    @Override
    public List<Reservation> reservations() {
        return reserved.values();
    }

    @Override
    public Optional<Lease> lease(String name) {
        return leases.find(name);
    }

    /** The picture after one more change. */
    public Picture with(Happening h) {
        Documents d = documents;
        for (Transition.Delta delta : h.transition().deltas()) {
            d = delta.after().isPresent() ? d.put(delta.after().get()) : d.remove(delta.path());
        }
        SortedTree<Integer, Reservation> r = reserved;
        SortedTree<String, Lease> l = leases;
        for (Happening.Held held : h.held()) {
            switch (held) {
                case Happening.Held.Number n ->
                    r = n.now().isPresent() ? r.put(n.vmid(), n.now().get()) : r.remove(n.vmid());
                case Happening.Held.Right t ->
                    l = t.now().isPresent() ? l.put(t.name(), t.now().get()) : l.remove(t.name());
            }
        }
        return new Picture(h.transition().revision(), d, r, l);
    }
}
