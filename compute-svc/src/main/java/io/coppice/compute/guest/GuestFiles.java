package io.coppice.compute.guest;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.PoolId;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The guests of one kind on this node, in the truth.
 *
 * @param <G> how one is seen
 */
public class GuestFiles<G extends Guest> {
    private final Store store;
    private final NodeName here;
    private final GuestKind kind;
    private final Reading<G> reading;
    private final Map<String, Parsed<G>> parsed = new ConcurrentHashMap<>();

    /** A configuration that was read once, until its document changes. */
    private record Parsed<G>(long revision, G guest) {}

    /** Reads a configuration. */
    @FunctionalInterface
    public interface Reading<G> {
        G of(Vmid vmid, GuestConfig config);
    }

    GuestFiles(Store store, NodeName here, GuestKind kind, Reading<G> reading) {
        this.store = store;
        this.here = here;
        this.kind = kind;
        this.reading = reading;
    }

    public GuestKind kind() {
        return kind;
    }

    public Store store() {
        return store;
    }

    public NodeName here() {
        return here;
    }

    public String path(Vmid vmid) {
        return folder() + vmid + ".conf";
    }

    private String folder() {
        return "nodes/" + here + "/" + kind.folder() + "/";
    }

    public Optional<Document> document(Vmid vmid) {
        return store.image().find(path(vmid));
    }

    /** @throws Refused with the text that clients know */
    public Document require(Vmid vmid) {
        return document(vmid)
                .orElseThrow(() -> Refused.notFound("Configuration file '" + path(vmid) + "' does not exist"));
    }

    public G read(Vmid vmid) {
        return of(vmid, require(vmid));
    }

    /** The guest that a text describes. */
    public G parse(Vmid vmid, String text) {
        return of(vmid, GuestConfig.parse(vmid, text, kind.schemas()).config());
    }

    /** The guest that a configuration describes. */
    public G of(Vmid vmid, GuestConfig config) {
        return reading.of(vmid, config);
    }

    /** The guest that a document of this node describes. */
    public G of(Vmid vmid, Document document) {
        Parsed<G> known = parsed.get(document.path());
        if (known == null || known.revision() != document.revision()) {
            known = new Parsed<>(document.revision(), parse(vmid, document.text()));
            parsed.put(document.path(), known);
        }
        return known.guest();
    }

    public List<G> all() {
        List<G> all = new ArrayList<>();
        List<Document> documents = store.image().below(folder());
        for (Document d : documents) {
            String name = d.path().substring(d.path().lastIndexOf('/') + 1).replace(".conf", "");
            if (name.matches("[1-9]\\d{2,8}")) {
                Vmid vmid = Vmid.parse(name);
                all.add(of(vmid, d));
            }
        }
        if (parsed.size() > 2 * documents.size() + 64) {
            parsed.keySet().retainAll(documents.stream().map(Document::path).collect(Collectors.toSet()));
        }
        return all;
    }

    public boolean hasPool(PoolId pool) {
        return store.image().find("user.cfg:pool:" + pool).isPresent();
    }

    public Change.Builder change(String actor) {
        return Change.by(Service.COMPUTE, actor);
    }

    /** A task's; refused once the guest has left this node. */
    public Change.Builder change(TaskContext me) {
        return me.change(Service.COMPUTE);
    }

    /** @throws Refused when it is locked, unless the lock is to be passed over */
    public static void requireUnlocked(Guest guest, boolean skip) {
        if (!skip) {
            guest.lock().ifPresent(lock -> {
                throw Refused.conflict(guest.kind().word() + " is locked (" + lock + ")");
            });
        }
    }
}
