package io.coppice.node.vmid;

import io.coppice.contract.api.cluster.ClusterApi;
import io.coppice.contract.api.cluster.VmidsApi;
import io.coppice.contract.api.cluster.VmidsApi.Reserve;
import io.coppice.contract.api.cluster.VmidsApi.Reserved;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Routes;
import io.coppice.store.Image.Reservation;
import java.time.Duration;
import java.util.Optional;

/** /cluster/nextid and /coppice/vmids. */
public final class VmidRoutes {
    private static final String PRIVILEGE = "VM.Allocate";
    private final Vmids vmids;

    public VmidRoutes(Vmids vmids) {
        this.vmids = vmids;
    }

    public Routes routes() {
        return new Routes()
                .serve(ClusterApi.NEXT_ID, (caller, in) -> next(caller, in.vmid()))
                .serve(
                        VmidsApi.LIST,
                        (caller, in) -> vmids.of(caller.name()).stream()
                                .map(VmidRoutes::shown)
                                .toList())
                .serve(VmidsApi.RESERVE, this::reserve)
                .serve(VmidsApi.RELEASE, (caller, in) -> {
                    vmids.release(caller.name(), in.vmid());
                    return null;
                });
    }

    private String next(Caller caller, Optional<Vmid> asked) {
        asked.ifPresent(vmid -> vmids.requireFree(vmid, caller.name()));
        return asked.map(Vmid::toString).orElseGet(() -> Integer.toString(vmids.next()));
    }

    private Reserved reserve(Caller caller, Reserve in) {
        Duration term = Duration.ofSeconds(in.term());
        if (in.vmid().isPresent()) {
            caller.require("/vms/" + in.vmid().get(), PRIVILEGE);
            vmids.reserve(caller.name(), in.vmid().get(), term);
            return shown(caller, in.vmid().get().number());
        }
        caller.require("/vms", PRIVILEGE);
        return shown(caller, vmids.reserve(caller.name(), term));
    }

    private Reserved shown(Caller caller, int vmid) {
        return vmids.of(caller.name()).stream()
                .filter(r -> r.vmid() == vmid)
                .findFirst()
                .map(VmidRoutes::shown)
                .orElseGet(() -> new Reserved(vmid, 0));
    }

    private static Reserved shown(Reservation r) {
        return new Reserved(r.vmid(), (r.stampMillis() + r.termMillis()) / 1000);
    }
}
