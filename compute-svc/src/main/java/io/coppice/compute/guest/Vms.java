package io.coppice.compute.guest;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.PoolId;
import io.coppice.contract.word.Vmid;
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

/** The virtual machines of this node in the truth. */
public final class Vms {
    private final Store store;
    private final NodeName here;
    private final Map<String, Parsed> parsed = new ConcurrentHashMap<>();

    /** A configuration that was read once, until its document changes. */
    private record Parsed(long revision, Vm vm) {}

    public Vms(Store store, NodeName here) {
        this.store = store;
        this.here = here;
    }

    public Store store() {
        return store;
    }

    public NodeName here() {
        return here;
    }

    public String path(Vmid vmid) {
        return "nodes/" + here + "/qemu-server/" + vmid + ".conf";
    }

    public Optional<Document> document(Vmid vmid) {
        return store.image().find(path(vmid));
    }

    /** @throws Refused with the text that clients know */
    public Document require(Vmid vmid) {
        return document(vmid)
                .orElseThrow(() -> Refused.notFound("Configuration file '" + path(vmid) + "' does not exist"));
    }

    public Vm read(Vmid vmid) {
        return of(vmid, require(vmid));
    }

    /** The machine that a document of this node describes. */
    public Vm of(Vmid vmid, Document document) {
        Parsed known = parsed.get(document.path());
        if (known == null || known.revision() != document.revision()) {
            known = new Parsed(document.revision(), Vm.parse(vmid, document.text()));
            parsed.put(document.path(), known);
        }
        return known.vm();
    }

    public List<Vm> all() {
        List<Vm> all = new ArrayList<>();
        List<Document> documents = store.image().below("nodes/" + here + "/qemu-server/");
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
    public static void requireUnlocked(Vm vm, boolean skip) {
        if (!skip) {
            vm.lock().ifPresent(lock -> {
                throw Refused.conflict("VM is locked (" + lock + ")");
            });
        }
    }
}
