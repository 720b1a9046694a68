package io.coppice.standalone.simulated;

import io.coppice.compute.guest.Nic;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.status.GuestFigures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a kernel would tell of guests that are none. */
final class SimulatedFigures implements GuestFigures {
    private final SimulatedQemu qemu;
    private final Load load;

    SimulatedFigures(SimulatedQemu qemu, Load load) {
        this.qemu = qemu;
        this.load = load;
    }

    @Override
    public Map<String, Object> of(Vm vm, long pid) {
        long of = vm.vmid().number();
        long since = qemu.guest(vm.vmid()).map(SimulatedGuest::sinceMillis).orElse(Long.MAX_VALUE);
        boolean runs = qemu.guest(vm.vmid())
                .filter(g -> g.state() == SimulatedGuest.State.RUNNING)
                .isPresent();
        long in = load.counted(of, 10, 3e6, since);
        long out = load.counted(of, 12, 2e6, since);
        Map<String, Object> nics = new LinkedHashMap<>();
        for (Nic nic : vm.nics()) {
            nics.put(nic.tap(vm.vmid()), Map.of("netin", in, "netout", out));
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("cpu", runs ? load.cpu(of) : 0.0);
        all.put("mem", (long) (load.memory(of) * (vm.memoryMib() << 20)));
        all.put("uptime", load.uptimeSeconds(since));
        all.put("netin", in * nics.size());
        all.put("netout", out * nics.size());
        all.put("nics", nics);
        return all;
    }

    @Override
    public void forget(Set<Long> living) {
        // nothing is remembered
    }
}
