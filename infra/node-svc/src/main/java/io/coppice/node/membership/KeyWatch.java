package io.coppice.node.membership;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.documents.member.SealingKey;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Store;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's keyring as the cluster's is, and renews keys where whoever let a node go does not get to it: the members
 * one after the other, the first after twenty seconds.
 */
public final class KeyWatch implements Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(KeyWatch.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final NodeName here;
    private final Store store;
    private final Sealer sealer;
    private final OtherMembers others;
    private final KeyRenewal renewal;
    private final LongSupplier nanos;
    private Optional<Seen> seen = Optional.empty();

    /** What was owed, and since when it is known here. */
    private record Seen(long revision, long sinceNanos) {}

    /** @param nanos a clock that only goes on */
    public KeyWatch(
            NodeName here, Store store, Sealer sealer, OtherMembers others, KeyRenewal renewal, LongSupplier nanos) {
        this.here = here;
        this.store = store;
        this.sealer = sealer;
        this.others = others;
        this.renewal = renewal;
        this.nanos = nanos;
    }

    /** Before anybody is served: a node that was separated takes no ticket of those it left behind. */
    public void first() {
        if (ClusterTruth.name(store.image()).isEmpty()) {
            try {
                reconcile();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.warn("keys that are owed are renewed in a moment", e);
            }
        }
    }

    @Override
    public void reconcile() throws Exception {
        Image image = store.image();
        Optional<String> coming = KeyRenewal.coming(image);
        if (coming.isPresent()) {
            get(coming.get());
        }
        Optional<SealingKey> key = image.find(SealingKey.PATH).flatMap(d -> SealingKey.parse(d.text()));
        if (key.isPresent()) {
            get(key.get().id());
            sealer.sealWith(key.get().id());
        }
        Optional<Document> owed = KeyRenewal.owed(image);
        if (owed.isEmpty()) {
            seen = Optional.empty();
        } else if (isMineToDo(image, owed.get())) {
            renewal.renew(LOG::info);
        }
    }

    private void get(String key) throws IOException {
        if (!sealer.has(key)) {
            Optional<String> ring = others.with(key);
            if (ring.isPresent()) {
                sealer.take(ring.get());
                LOG.info("the cluster's newer keyring came over a link");
            }
        }
    }

    private boolean isMineToDo(Image image, Document owed) {
        if (ClusterTruth.name(image).isEmpty()) {
            return true;
        }
        long now = nanos.getAsLong();
        Seen since = seen.filter(s -> s.revision() == owed.revision()).orElse(new Seen(owed.revision(), now));
        seen = Optional.of(since);
        List<ClusterMember> members = ClusterTruth.members(image);
        long place = IntStream.range(0, members.size())
                .filter(i -> members.get(i).node().equals(here))
                .findFirst()
                .orElse(members.size());
        return now - since.sinceNanos() >= PATIENCE.multipliedBy(place + 1).toNanos();
    }
}
