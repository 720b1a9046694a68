package io.coppice.compute.guest;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The virtual machines of this node in the truth. */
public final class Vms {
    private final Store store;
    private final NodeName here;

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
        return Vm.parse(vmid, require(vmid).text());
    }

    public List<Vm> all() {
        List<Vm> all = new ArrayList<>();
        for (Document d : store.image().below("nodes/" + here + "/qemu-server/")) {
            String name = d.path().substring(d.path().lastIndexOf('/') + 1).replace(".conf", "");
            if (name.matches("[1-9]\\d{2,8}")) {
                Vmid vmid = Vmid.parse(name);
                all.add(Vm.parse(vmid, d.text()));
            }
        }
        return all;
    }

    public Change.Builder change(String actor) {
        return Change.by(Service.COMPUTE, actor);
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
