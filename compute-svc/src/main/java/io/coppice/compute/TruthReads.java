package io.coppice.compute;

import io.coppice.compute.config.Configs;
import io.coppice.compute.guest.Vms;
import io.coppice.contract.api.guest.VmConfigApi;
import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.serve.Routes;
import io.coppice.store.Store;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What is answered from the truth alone: by this service, and by the gateway from its own image, which saves the way here.
 */
public final class TruthReads {
    private TruthReads() {}

    /** @param here the node that {@code localhost} stands for; the truth has the guests of all nodes */
    public static Routes routes(Store store, NodeName here) {
        Map<NodeName, Configs> byNode = new ConcurrentHashMap<>();
        return routes(node -> byNode.computeIfAbsent(
                node.text().equals("localhost") ? here : node, n -> new Configs(new Vms(store, n))));
    }

    static Routes routes(Vms vms) {
        Configs configs = new Configs(vms);
        return routes(node -> configs);
    }

    private static Routes routes(Function<NodeName, Configs> of) {
        return new Routes()
                .serve(VmConfigApi.READ, (caller, in) -> of.apply(in.node()).read(in))
                .serve(VmConfigApi.PENDING, (caller, in) -> of.apply(in.node()).pending(in.vmid()));
    }
}
