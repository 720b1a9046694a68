package io.coppice.compute.owner;

import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** How the guests of one kind are found on this host, and listened to. */
public interface Processes {
    /** The process that stands for the guest; empty when it does not run. */
    OptionalLong pid(Vmid vmid);

    /** Whether a process that is gone left something behind. */
    boolean leftTraces(Vmid vmid);

    /** @return whether it has ended in time */
    boolean awaitEnd(Vmid vmid, Duration limit) throws InterruptedException;

    /** What can be heard of the guest while it is this process. */
    Conversation conversation(Vmid vmid, long pid);

    /** What is heard of one process; begins anew each time. */
    @FunctionalInterface
    interface Conversation {
        /** Passes on what the process tells, until it has no more to tell. */
        void listen(Consumer<Happening> told) throws IOException;
    }
}
