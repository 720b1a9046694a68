package io.coppice.compute;

import io.coppice.compute.config.Configs;
import io.coppice.compute.guest.Vms;
import io.coppice.contract.api.guest.VmConfigApi;
import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.serve.Routes;
import io.coppice.store.Store;

/**
 * What is answered from the truth alone: by this service, and by the gateway from its own image, which saves the way here.
 */
public final class TruthReads {
    private TruthReads() {}

    public static Routes routes(Store store, NodeName here) {
        return routes(new Vms(store, here));
    }

    static Routes routes(Vms vms) {
        Configs configs = new Configs(vms);
        return new Routes()
                .serve(VmConfigApi.READ, (caller, in) -> configs.read(in))
                .serve(VmConfigApi.PENDING, (caller, in) -> configs.pending(in.vmid()));
    }
}
