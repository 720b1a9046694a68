package io.coppice.servicekit.task;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.servicekit.serve.WireJson;
import io.coppice.servicekit.serve.WireReader;
import io.coppice.servicekit.truth.Abreast;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Store;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a service's tasks keep sealed: their authorisation, in their own folder, and their secret inputs, in the store
 * below {@code priv/tasks/<id>} until they end.
 */
public final class TaskVault {
    private static final String ROOT = "priv/tasks/";

    private final Store store;
    private final Sealer sealer;
    private final Service service;

    public TaskVault(Store store, Sealer sealer, Service service) {
        this.store = store;
        this.sealer = sealer;
        this.service = service;
    }

    Service service() {
        return service;
    }

    /** What tasks wait for that an earlier process left. */
    Abreast abreast(NodeName node) {
        return new Abreast(store, service, "system:" + service.label() + "@" + node);
    }

    /** Who may do what the task does, for as long as it runs. */
    String authorise(Upid upid, String actor) {
        return sealer.seal((upid + "\n" + actor).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IOException unless this very task was accepted for this actor */
    void check(Accepted task) throws IOException {
        String expected = task.upid() + "\n" + task.actor();
        try {
            String found = new String(sealer.open(task.authorisation()), StandardCharsets.UTF_8);
            if (!found.equals(expected)) {
                throw new IOException("the authorisation of " + task.upid() + " is another task's");
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("the authorisation of " + task.upid() + " does not hold: " + e.getMessage(), e);
        }
    }

    /** Nothing is written where there are none. */
    void keep(TaskContext me, Map<String, Object> secrets) throws StoreUnavailable {
        if (!secrets.isEmpty()) {
            Truth.submit(
                    store,
                    Change.by(service, me.actor())
                            .put(path(me), sealer.seal(WireJson.bytes(secrets)))
                            .build());
        }
    }

    /** Empty where there are none. */
    Map<String, Object> find(TaskContext me) throws IOException {
        Optional<Document> kept = store.image().find(path(me));
        try {
            return kept.isEmpty()
                    ? Map.of()
                    : WireReader.object(sealer.open(kept.get().text()));
        } catch (GeneralSecurityException e) {
            throw new IOException("the secret inputs of " + me.upid() + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Nothing is written where there are none. */
    void drop(TaskContext me) throws StoreUnavailable {
        drop(path(me), me.actor());
    }

    private void drop(String path, String actor) throws StoreUnavailable {
        if (store.image().find(path).isPresent()) {
            Truth.submit(store, Change.by(service, actor).delete(path).build());
        }
    }

    /** Drops what tasks of this node left that were never accepted, or ended while the store was away. */
    void sweep(NodeName node, Set<String> unfinished) throws StoreUnavailable {
        String mine = "/" + service.label();
        for (Document d : store.image().below(ROOT + TaskContext.idPrefix(node))) {
            String id = d.path().substring(ROOT.length()).split("/", 2)[0];
            if (d.path().endsWith(mine) && !unfinished.contains(id)) {
                drop(d.path(), "system:" + service.label() + "@" + node);
            }
        }
    }

    private String path(TaskContext me) {
        return ROOT + me.id() + "/" + service.label();
    }
}
