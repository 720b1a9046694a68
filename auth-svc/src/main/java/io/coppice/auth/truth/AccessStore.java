package io.coppice.auth.truth;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.documents.access.AccessConfig;
import io.coppice.servicekit.truth.Decided;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Store;
import java.util.Optional;

/** {@code user.cfg} in the truth, and how it is changed: read, decide, write under what was read. */
public final class AccessStore {
    private final Store store;

    public AccessStore(Store store) {
        this.store = store;
    }

    /** Makes a change from the newest image; empty when there is nothing to do. */
    @FunctionalInterface
    public interface Decision {
        Optional<Change> decide(Image image, AccessConfig config);
    }

    public Image image() {
        return store.image();
    }

    public AccessConfig config() {
        return config(store.image());
    }

    public Optional<String> text(String path) {
        return store.image().find(path).map(Document::text);
    }

    private static AccessConfig config(Image image) {
        return AccessConfig.parse(
                image.below("user.cfg:").stream().map(Document::text).toList());
    }

    public static Change.Builder change(String actor) {
        return Change.by(Service.AUTH, actor);
    }

    /** The precondition that a section is still as the image has it. */
    public static void expect(Change.Builder change, Image image, String path) {
        image.find(path).ifPresentOrElse(change::unchanged, () -> change.absent(path));
    }

    /** @throws Refused when the truth does not take it, or does not tell whether it did */
    public void write(Decision decision) {
        Decided.anew(store, Service.AUTH, () -> {
            Image image = store.image();
            return decision.decide(image, config(image));
        });
    }
}
