package io.coppice.compute.status;

import io.coppice.compute.guest.Vm;
import java.util.Map;
import java.util.Set;

/** What a host tells of its guests' processes. */
public interface GuestFigures {
    /** As the kernel of this machine tells it. */
    static GuestFigures ofKernel() {
        return new KernelFigures();
    }

    /**
     * {@code cpu} as a fraction of the guest's processors, {@code mem} (bytes), {@code uptime} (seconds), {@code netin} and
     * {@code netout} (bytes), {@code nics} with the same by tap.
     */
    Map<String, Object> of(Vm vm, long pid);

    /** How much it waits for what its host lacks, {@code pressurecpusome}…; nothing where the host does not tell it. */
    default Map<String, Object> pressures(Vm vm) {
        return Map.of();
    }

    /** Of other processes nothing need be remembered. */
    void forget(Set<Long> living);
}
