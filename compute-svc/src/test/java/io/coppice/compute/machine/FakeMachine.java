package io.coppice.compute.machine;

import io.coppice.compute.guest.Guest;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A host as a map: what runs, whose mark it bears, what was said to it. Systems power off when they are asked to. */
public final class FakeMachine implements Machine {
    private static final String NOBODY = "";
    private static final String PLUGGED = "plugged %s";
    private final Map<Vmid, Process> processes = new TreeMap<>();

    private record Process(String mark, String text, boolean paused, boolean wasReset) {}

    /** One that was started before. */
    public FakeMachine with(Vmid vmid, String mark) {
        processes.put(vmid, new Process(mark, "", false, false));
        return this;
    }

    public Object picture() {
        return Map.copyOf(processes);
    }

    @Override
    public boolean runs(Vmid vmid) {
        return processes.containsKey(vmid);
    }

    @Override
    public void start(Guest guest, String mark, Progress progress) {
        Process there = processes.get(guest.vmid());
        if (there != null && !there.mark().equals(mark)) {
            throw Refused.conflict("VM " + guest.vmid() + " already running");
        }
        processes.putIfAbsent(guest.vmid(), new Process(mark, guest.config().text(), false, false));
    }

    @Override
    public void abandon(Vmid vmid, String mark) {
        if (isMarked(vmid, mark)) {
            processes.remove(vmid);
        }
    }

    @Override
    public boolean isMarked(Vmid vmid, String mark) {
        return processes.containsKey(vmid) && processes.get(vmid).mark().equals(mark);
    }

    @Override
    public void keep(Vmid vmid) {
        processes.computeIfPresent(vmid, (v, p) -> new Process(NOBODY, p.text(), p.paused(), p.wasReset()));
    }

    @Override
    public void end(Vmid vmid) {
        processes.remove(vmid);
    }

    @Override
    public void say(Vmid vmid, String command) {
        processes.computeIfPresent(vmid, (v, p) -> switch (command) {
            case "stop" -> new Process(p.mark(), p.text(), true, p.wasReset());
            case "cont" -> new Process(p.mark(), p.text(), false, p.wasReset());
            case "system_reset" -> new Process(p.mark(), p.text(), p.paused(), true);
            default -> p;
        });
    }

    @Override
    public boolean awaitPowerOff(Vmid vmid, Duration limit, Progress progress) {
        return true;
    }

    @Override
    public void change(Guest guest, HotChange what) {
        processes.computeIfPresent(
                guest.vmid(), (v, p) -> new Process(p.mark(), PLUGGED.formatted(what), p.paused(), p.wasReset()));
    }

    @Override
    public void cleanUp(Vmid vmid) {}
}
