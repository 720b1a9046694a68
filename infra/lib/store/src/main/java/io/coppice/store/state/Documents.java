package io.coppice.store.state;

import io.coppice.contract.word.Digest;
import io.coppice.store.Document;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * An immutable set of documents, with their size and an index of which guests have a configuration.
 *
 * @param guests path of a guest's configuration by {@link #key}, so that all of one VM ID lie side by side
 * @param bytes of all paths and texts, in UTF-8
 */
public record Documents(SortedTree<String, Document> byPath, SortedTree<String, String> guests, long bytes) {
    public static final Documents NONE = new Documents(SortedTree.empty(), SortedTree.empty(), 0);

    public Optional<Document> find(String path) {
        return byPath.find(path);
    }

    public List<Document> below(String prefix) {
        List<Document> found = new ArrayList<>();
        byPath.from(prefix, (path, document) -> path.startsWith(prefix) && found.add(document));
        return found;
    }

    public Documents put(Document d) {
        long before = find(d.path()).map(Sizes::of).orElse(0L);
        return new Documents(
                byPath.put(d.path(), d),
                Paths.guest(d.path()).isPresent()
                        ? guests.put(key(Paths.guest(d.path()).getAsInt(), d.path()), d.path())
                        : guests,
                bytes - before + Sizes.of(d));
    }

    /** With a text that a change of this number would have put where nothing was. */
    public Documents put(String path, String text, long revision) {
        Digest digest = Draft.sha1(text.getBytes(StandardCharsets.UTF_8));
        return put(new Document(path, text, digest, revision, revision));
    }

    public Documents remove(String path) {
        Optional<Document> was = find(path);
        if (was.isEmpty()) {
            return this;
        }
        return new Documents(
                byPath.remove(path),
                Paths.guest(path).isPresent()
                        ? guests.remove(key(Paths.guest(path).getAsInt(), path))
                        : guests,
                bytes - Sizes.of(was.get()));
    }

    /** Paths of all configurations of this VM ID; one at most in a state that stands. */
    public List<String> configurations(int vmid) {
        String prefix = key(vmid, "");
        List<String> found = new ArrayList<>();
        guests.from(prefix, (key, path) -> key.startsWith(prefix) && found.add(path));
        return found;
    }

    void eachGuest(IntConsumer visitor) {
        guests.each((key, path) -> visitor.accept(Integer.parseInt(key, 0, key.indexOf(' '), 10)));
    }

    private static String key(int vmid, String path) {
        return vmid + " " + path;
    }
}
