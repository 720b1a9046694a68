package io.coppice.compute.machine;

import io.coppice.compute.guest.Guest;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Progress;
import java.io.IOException;
import java.time.Duration;

/** What switches guests on this host: process, taps and volumes together. Every operation may run again. */
public interface Machine {
    boolean runs(Vmid vmid);

    /**
     * Starts it as {@code guest} says. What is started bears the mark until it is kept; nothing happens when it runs with this
     * mark already.
     *
     * @throws Refused when it runs without the mark, or does not start
     */
    void start(Guest guest, String mark, Progress progress) throws IOException, InterruptedException;

    /** Ends it if it bears the mark. */
    void abandon(Vmid vmid, String mark) throws IOException, InterruptedException;

    /** Whether it runs and bears the mark. */
    boolean isMarked(Vmid vmid, String mark) throws IOException;

    /** The task that started it is over: nothing bears its mark any more. */
    void keep(Vmid vmid) throws IOException, InterruptedException;

    /** Ends it at once and cleans up; what was pending holds then. */
    void end(Vmid vmid) throws IOException, InterruptedException;

    /** A command without arguments, in QMP's words. @throws IOException when it does not answer */
    void say(Vmid vmid, String command) throws IOException, InterruptedException;

    /** @return whether its system has powered off in time, or it has ended */
    boolean awaitPowerOff(Vmid vmid, Duration limit, Progress progress) throws InterruptedException;

    /**
     * Changes its hardware while it runs.
     *
     * @param guest as it runs
     * @throws IOException with QEMU's own words, or when the guest does not let go
     */
    void change(Guest guest, HotChange what) throws IOException, InterruptedException;

    /** Removes what a guest that does not run left on the host. */
    void cleanUp(Vmid vmid) throws IOException, InterruptedException;
}
