package io.coppice.compute.cgroup;

import io.coppice.compute.guest.Vm;
import io.coppice.contract.word.Vmid;
import java.io.IOException;

/** Guests' shares of their host's processors. */
public interface Shares {
    /** Gives the guest's process what its configuration says. May run again. */
    void place(Vm vm, long pid) throws IOException;

    /** What its configuration says, for one that is there. */
    void limit(Vm vm) throws IOException;

    /** @return whether nothing is left; while its process is not wholly gone something is */
    boolean remove(Vmid vmid);
}
