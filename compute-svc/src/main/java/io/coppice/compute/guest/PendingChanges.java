package io.coppice.compute.guest;

import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestSection;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Change;
import io.coppice.store.Document;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What waits for a guest's next start. */
public final class PendingChanges {
    private PendingChanges() {}

    /** The options that will go; {@code !} in front of one says that its volume goes too. */
    public static Set<String> deleted(GuestSection pending) {
        Set<String> names = new TreeSet<>();
        for (String name : pending.option("delete").orElse("").split("[,;\\s]+")) {
            if (!name.isEmpty()) {
                names.add(name.replaceFirst("^!", ""));
            }
        }
        return names;
    }

    /** The present section with what is pending laid over it. */
    public static GuestSection laidOver(GuestConfig config) {
        GuestSection now = config.current();
        for (String gone : deleted(config.pending())) {
            now = gone.equals("description") ? now.described(Optional.empty()) : now.without(gone);
        }
        for (Map.Entry<String, String> e : config.pending().options().entrySet()) {
            if (!e.getKey().equals("delete")) {
                now = now.with(e.getKey(), e.getValue());
            }
        }
        return now;
    }

    /** What waited holds. Pure. */
    public static GuestConfig applied(Vmid vmid, GuestConfig config) {
        return config.pending().isEmpty()
                ? config
                : Unused.settle(vmid, config, config.current(laidOver(config)).pending(GuestSection.EMPTY));
    }

    /**
     * The same in the truth. Nothing happens where nothing waits, or there is no such guest.
     *
     * @param change to be completed, with what else has to hold
     */
    public static void apply(GuestFiles<?> guests, Vmid vmid, Change.Builder change) throws StoreUnavailable {
        Optional<Document> document = guests.document(vmid);
        if (document.isEmpty()) {
            return;
        }
        GuestConfig config = guests.of(vmid, document.get()).config();
        if (!config.pending().isEmpty()) {
            Truth.submit(
                    guests.store(),
                    change.unchanged(document.get())
                            .put(document.get().path(), applied(vmid, config).text())
                            .build());
        }
    }
}
