package io.coppice.standalone;

import io.coppice.contract.api.guest.VmStatusApi;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.standalone.population.Draft;
import io.coppice.standalone.population.Population;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people do with their guests: now and then somebody switches one, by the endpoints that everybody has. */
final class Unrest implements Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Unrest.class);

    /** One in so many starts fails. */
    private static final int FAILS = 8;

    private final Random random;
    private final Map<NodeName, SimulatedNode> nodes;
    private final List<Draft> guests;
    private final StoreGatekeeper gatekeeper;

    Unrest(long seed, Map<NodeName, SimulatedNode> nodes, Population population, StoreGatekeeper gatekeeper) {
        this.random = new Random(seed);
        this.nodes = nodes;
        this.guests = population.guests().stream()
                .filter(d -> !d.options().containsKey("template"))
                .toList();
        this.gatekeeper = gatekeeper;
    }

    /** One guest at each pass. What is refused, because somebody else has changed it, is left alone. */
    @Override
    public void reconcile() {
        if (guests.isEmpty()) {
            return;
        }
        Draft guest = guests.get(random.nextInt(guests.size()));
        String user = Population.USERS.get(random.nextInt(Population.USERS.size()));
        try {
            act(
                    Objects.requireNonNull(nodes.get(guest.node())),
                    guest.vmid(),
                    gatekeeper.admit(new Credential.Vouched(user), "10.0.1.7"));
        } catch (Refused e) {
            LOG.debug("VM {} is left as it is: {}", guest.vmid(), e.failure().text());
        }
    }

    private void act(SimulatedNode on, Vmid vmid, Caller caller) {
        if (!on.host().qemu().runs(vmid)) {
            if (random.nextInt(FAILS) == 0) {
                on.host().qemu().failNext(vmid);
            }
            call(on, VmStatusApi.START, vmid, caller);
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> call(on, VmStatusApi.RESET, vmid, caller);
            case 1 -> call(on, VmStatusApi.REBOOT, vmid, caller);
            default -> call(on, VmStatusApi.SHUTDOWN, vmid, caller);
        }
    }

    private static <I extends Record> void call(
            SimulatedNode on, Endpoint<I, String> endpoint, Vmid vmid, Caller caller) {
        Map<String, Object> given =
                endpoint.input().check(Map.of("node", on.name().text(), "vmid", vmid.toString()));
        on.calls().call(endpoint, endpoint.input().read(given, null), caller);
    }
}
