package io.coppice.compute;

import io.coppice.compute.config.Configs;
import io.coppice.compute.guest.Cts;
import io.coppice.compute.guest.Vms;
import io.coppice.contract.api.guest.CtConfigApi;
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
        Map<NodeName, Configs> vms = new ConcurrentHashMap<>();
        Map<NodeName, Configs> cts = new ConcurrentHashMap<>();
        return routes(
                node -> vms.computeIfAbsent(named(node, here), n -> new Configs(new Vms(store, n))),
                node -> cts.computeIfAbsent(named(node, here), n -> new Configs(new Cts(store, n))));
    }

    private static NodeName named(NodeName node, NodeName here) {
        return node.text().equals("localhost") ? here : node;
    }

    static Routes routes(Vms ofVms, Cts ofCts) {
        Configs vms = new Configs(ofVms);
        Configs cts = new Configs(ofCts);
        return routes(node -> vms, node -> cts);
    }

    private static Routes routes(Function<NodeName, Configs> vms, Function<NodeName, Configs> cts) {
        return new Routes()
                .serve(VmConfigApi.READ, (caller, in) -> vms.apply(in.node()).read(in))
                .serve(VmConfigApi.PENDING, (caller, in) -> vms.apply(in.node()).pending(in.vmid()))
                .serve(CtConfigApi.READ, (caller, in) -> cts.apply(in.node()).read(in))
                .serve(CtConfigApi.PENDING, (caller, in) -> cts.apply(in.node()).pending(in.vmid()));
    }
}
