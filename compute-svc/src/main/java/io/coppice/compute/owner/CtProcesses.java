package io.coppice.compute.owner;

import io.coppice.compute.lxc.CtProcess;
import io.coppice.contract.word.Vmid;
import java.time.Duration;
import java.util.OptionalLong;

/** Containers: nobody tells of them, so that it is looked at now and then whether one is frozen. */
public record CtProcesses(CtProcess lxc) implements Processes {
    @Override
    public OptionalLong pid(Vmid vmid) {
        return lxc.pid(vmid);
    }

    @Override
    public boolean leftTraces(Vmid vmid) {
        return lxc.leftTraces(vmid);
    }

    @Override
    public boolean awaitEnd(Vmid vmid, Duration limit) throws InterruptedException {
        return lxc.awaitEnd(vmid, limit);
    }

    @Override
    public Conversation conversation(Vmid vmid, long pid) {
        return told -> told.accept(new Happening.Seen(pid, false, lxc.isFrozen(vmid)));
    }
}
