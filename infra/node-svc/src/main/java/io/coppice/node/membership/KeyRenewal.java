package io.coppice.node.membership;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.SealingKey;
import io.coppice.documents.section.KeyFile;
import io.coppice.node.certificate.Authority;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes anew what a node that left has seen: the key that seals, the authority, the keys of tickets. The change that lets the
 * node go says that this is owed, and each part that is done stands in the truth, so that any node can go on with it.
 */
public final class KeyRenewal {
    /** What is still to be done: for whose leaving, with which key, whether the authority is new. */
    static final String OWED = "cluster/renewal";

    private static final String LEFT = "left";
    private static final String KEY = "key";
    private static final String AUTHORITY = "authority";
    private static final int MOST = 32;
    private final NodePlace place;
    private final Sealer sealer;
    private final OtherMembers others;
    private final Tickets tickets;
    private final InstantSource clock;

    /** Renews the keys that sign tickets. */
    @FunctionalInterface
    public interface Tickets {
        /** @param renewal what it is called; the same name a second time does nothing */
        void renew(String renewal);
    }

    public KeyRenewal(NodePlace place, Sealer sealer, OtherMembers others, Tickets tickets, InstantSource clock) {
        this.place = place;
        this.sealer = sealer;
        this.others = others;
        this.tickets = tickets;
        this.clock = clock;
    }

    /** What a change has to say that lets a member go. */
    static Change.Builder owe(Change.Builder change, String member) {
        return change.put(OWED, text(Map.of(LEFT, member)));
    }

    private static String text(Map<String, String> state) {
        return new KeyFile(state, Optional.empty()).text();
    }

    static Optional<Document> owed(Image image) {
        return image.find(OWED);
    }

    /** The key that is not used yet, and that every node shall have before it is. */
    static Optional<String> coming(Image image) {
        return owed(image).map(d -> ClusterTruth.keys(d).getOrDefault(KEY, "")).filter(key -> !key.isEmpty());
    }

    /**
     * Does all that is owed; nothing where nothing is. May be broken off anywhere, and run on several nodes at once.
     *
     * @param says hears what is done
     * @throws Refused when the service that makes tickets does not answer
     */
    void renew(Consumer<String> says) throws IOException, InterruptedException, StoreUnavailable {
        for (int i = 0; i < MOST; i++) {
            Optional<Document> owed = owed(place.store().image());
            if (owed.isEmpty()) {
                return;
            }
            next(owed.get(), new LinkedHashMap<>(ClusterTruth.keys(owed.get())), says);
        }
        throw new IOException("the cluster's keys are being renewed elsewhere too; it is tried again");
    }

    private void next(Document owed, Map<String, String> state, Consumer<String> says)
            throws IOException, InterruptedException, StoreUnavailable {
        String key = state.getOrDefault(KEY, "");
        if (key.isEmpty()) {
            String made = sealer.prepare();
            state.put(KEY, made);
            submit(owed, change(owed).put(OWED, text(state)));
        } else if (!hasOrGets(key)) {
            says.accept("nobody in reach has key " + key + ", so another one is made");
            submit(owed, change(owed).put(OWED, text(Map.of(LEFT, state.getOrDefault(LEFT, "")))));
        } else if (!state.containsKey(AUTHORITY)) {
            List<NodeName> lacking = others.lacking(key);
            says.accept("the new key of the keyring is " + key
                    + (lacking.isEmpty() ? "" : "; these nodes get it when they are back: " + lacking));
            state.put(AUTHORITY, "new");
            Change.Builder change =
                    change(owed).put(OWED, text(state)).put(SealingKey.PATH, new SealingKey(key).text());
            submit(owed, authority(change, key));
            says.accept("the cluster has a new authority, and secrets are sealed with the new key");
        } else {
            sealer.sealWith(key);
            tickets.renew(key);
            says.accept("tickets are signed with a new key: whoever was logged in logs in again");
            submit(owed, change(owed).delete(OWED));
        }
    }

    private boolean hasOrGets(String key) throws IOException {
        if (!sealer.has(key)) {
            Optional<String> ring = others.with(key);
            if (ring.isPresent()) {
                sealer.take(ring.get());
            }
        }
        return sealer.has(key);
    }

    private Change.Builder authority(Change.Builder change, String key) throws IOException {
        Authority fresh = Authority.anew(clock.instant());
        if (ClusterTruth.name(place.store().image()).isEmpty()) {
            fresh.keep(place.folders().secret(), place.folders().shown());
            return change;
        }
        return change.put(ClusterTruth.AUTHORITY, fresh.certificatePem())
                .put(ClusterTruth.AUTHORITY_KEY, sealer.seal(fresh.keyPem().getBytes(StandardCharsets.US_ASCII), key));
    }

    private Change.Builder change(Document owed) {
        return Change.by(Service.NODE, "system:node@" + place.here()).unchanged(owed);
    }

    /** Where another node was quicker, what is owed is looked at again. */
    private void submit(Document owed, Change.Builder change) throws StoreUnavailable {
        try {
            Truth.submit(place.store(), change.build());
        } catch (Refused e) {
            if (owed(place.store().image()).map(Document::revision).equals(Optional.of(owed.revision()))) {
                throw e;
            }
        }
    }
}
