package io.coppice.node.membership;

import io.coppice.documents.member.SealingKey;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.store.Image;
import io.coppice.store.Store;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets the keys of this node's keyring that nothing needs any more: every node seals with the one that the truth names, and
 * for an hour neither the truth nor a task of this node had anything that another one had sealed. An hour, since a change may
 * be on its way that was sealed before. Each node looks at its own keyring; one that is away keeps all that it has, and holds
 * back the others, until it is back and has the newer key, or is removed.
 */
public final class OldKeys implements Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(OldKeys.class);
    private static final Duration QUIET = Duration.ofHours(1);
    private final Store store;
    private final Sealer sealer;
    private final OtherMembers others;
    private final InTasks inTasks;
    private final LongSupplier nanos;
    private Optional<Long> quietSince = Optional.empty();

    /** With which keys the tasks of this node that have not ended are sealed. */
    @FunctionalInterface
    public interface InTasks {
        Set<String> keys() throws IOException;
    }

    /** @param nanos a clock that only goes on */
    public OldKeys(Store store, Sealer sealer, OtherMembers others, InTasks inTasks, LongSupplier nanos) {
        this.store = store;
        this.sealer = sealer;
        this.others = others;
        this.inTasks = inTasks;
        this.nanos = nanos;
    }

    @Override
    public void reconcile() throws IOException, InterruptedException {
        // before the truth is looked at: a key that comes in between is not among them
        Set<String> old = new HashSet<>(sealer.ids());
        Optional<String> key = named(store.image());
        key.ifPresent(old::remove);
        if (old.isEmpty()) {
            return;
        }
        if (key.isEmpty() || !isOver(store.image(), key.get())) {
            quietSince = Optional.empty();
            return;
        }
        long now = nanos.getAsLong();
        long since = quietSince.orElse(now);
        quietSince = Optional.of(since);
        if (now - since >= QUIET.toNanos()) {
            sealer.forget(old);
            quietSince = Optional.empty();
            LOG.info("the keyring has forgotten the keys {}, with which nothing is sealed any more", old);
        }
    }

    private static Optional<String> named(Image image) {
        return image.find(SealingKey.PATH)
                .flatMap(d -> SealingKey.parse(d.text()))
                .map(SealingKey::id);
    }

    private boolean isOver(Image image, String key) throws IOException, InterruptedException {
        return KeyRenewal.owed(image).isEmpty()
                && sealer.newest().equals(key)
                && image.below("").stream()
                        .flatMap(d -> Sealer.keyOf(d.text()).stream())
                        .allMatch(key::equals)
                && Set.of(key).containsAll(inTasks.keys())
                && others.allSealWith(key);
    }
}
