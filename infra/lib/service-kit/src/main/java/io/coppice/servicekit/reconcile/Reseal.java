package io.coppice.servicekit.reconcile;

import io.coppice.contract.endpoint.Service;
import io.coppice.documents.member.SealingKey;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.seal.Sealer;
import io.coppice.store.state.Ownership;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals the secrets of one service anew that were not sealed with the key that the truth names. Where this node has not come
 * to that key yet it does nothing, or it would go back to an older one.
 */
public final class Reseal implements Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reseal.class);
    private static final String TASKS = "priv/tasks/";
    private final Store store;
    private final Sealer sealer;
    private final Service service;

    public Reseal(Store store, Sealer sealer, Service service) {
        this.store = store;
        this.sealer = sealer;
        this.service = service;
    }

    @Override
    public void reconcile() {
        Image image = store.image();
        Optional<String> key = image.find(SealingKey.PATH)
                .flatMap(d -> SealingKey.parse(d.text()))
                .map(SealingKey::id);
        if (!key.equals(Optional.of(sealer.newest()))) {
            return;
        }
        for (Document d : image.below("priv/")) {
            if (isMine(d.path()) && Sealer.isSealed(d.text()) && sealer.isOutdated(d.text())) {
                reseal(d);
            }
        }
    }

    /** Of a task's secrets each service has its own. */
    private boolean isMine(String path) {
        return path.startsWith(TASKS) ? path.endsWith("/" + service.label()) : Ownership.owns(service, path);
    }

    private void reseal(Document d) {
        try {
            String anew = sealer.seal(sealer.open(d.text()));
            Outcome outcome = store.submit(Change.by(service, "system:" + service.label())
                    .unchanged(d)
                    .put(d.path(), anew)
                    .build());
            if (!(outcome instanceof Outcome.Done)) {
                LOG.info("{} is sealed anew at the next pass: {}", d.path(), outcome);
            }
        } catch (GeneralSecurityException e) {
            LOG.warn("{} cannot be opened, and stays as it is: {}", d.path(), e.getMessage());
        }
    }
}
