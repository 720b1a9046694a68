package io.coppice.compute.qemu;

import io.coppice.compute.guest.RunFolder;
import io.coppice.compute.qmp.Qmp;
import io.coppice.compute.qmp.QmpEvents;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** The QEMU processes of a host's guests. */
public interface Qemu {
    /** Where what belongs to a running guest lies. */
    RunFolder files();

    /** @throws Refused with QEMU's own words when it does not start */
    void start(Launch launch) throws IOException, InterruptedException;

    /** The process that runs the guest; empty when there is none. */
    OptionalLong pid(Vmid vmid);

    default boolean runs(Vmid vmid) {
        return pid(vmid).isPresent();
    }

    /** @throws Refused with the text that clients know */
    default void requireRunning(Vmid vmid) {
        if (!runs(vmid)) {
            throw Refused.conflict("VM " + vmid + " is not running");
        }
    }

    /** Something to say to QEMU. */
    @FunctionalInterface
    interface Talk<T> {
        T with(Qmp qmp) throws IOException;
    }

    /** One conversation at a time. */
    <T> T talk(Vmid vmid, Talk<T> talk) throws IOException;

    /** Begins to listen to what a guest's QEMU tells by itself. */
    QmpEvents events(Vmid vmid) throws IOException;

    /** @return whether it has ended in time */
    boolean awaitEnd(Vmid vmid, Duration limit) throws InterruptedException;

    /** Ends it at once; asks first, then by signals. Nothing happens when it does not run. */
    void end(Vmid vmid) throws InterruptedException;

    /** Whether a process that is gone left something behind. */
    boolean leftTraces(Vmid vmid);

    /** Removes what a process that is gone left behind. */
    void sweep(Vmid vmid) throws IOException;
}
