package io.coppice.compute.backup;

import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.api.guest.GuestBackupInternalApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Guests of one kind that are held for a backup: locked, stopped for it, let go on. */
final class Holding {
    private static final Logger LOG = LoggerFactory.getLogger(Holding.class);
    private final GuestFiles<?> guests;
    private final Machine machine;
    private final TaskRunner tasks;
    private final BackupHold hold;

    Holding(GuestFiles<?> guests, Machine machine, TaskRunner tasks, BackupHold hold) {
        this.guests = guests;
        this.machine = machine;
        this.tasks = tasks;
        this.hold = hold;
    }

    boolean has(Vmid vmid) {
        return guests.document(vmid).isPresent();
    }

    /** After the tasks of the guest that run; none begins while it is held. */
    GuestBackupInternalApi.Held take(Vmid vmid, String mark) throws Exception {
        return tasks.exclusively(vmid, () -> {
            hold.take(vmid, mark);
            return new GuestBackupInternalApi.Held(
                    machine.runs(vmid), guests.read(vmid).name());
        });
    }

    /** It is noted before the guest is asked, so that it runs again whatever happens. */
    GuestBackupInternalApi.Stopped stop(Vmid vmid, String mark, int seconds) throws Exception {
        hold.require(vmid, mark);
        if (!machine.runs(vmid)) {
            return new GuestBackupInternalApi.Stopped(true);
        }
        hold.restart(vmid, mark, true);
        machine.say(vmid, "system_powerdown");
        boolean off = machine.awaitPowerOff(vmid, Duration.ofSeconds(seconds), new Said(new ArrayList<>()));
        if (off) {
            machine.end(vmid);
        }
        return new GuestBackupInternalApi.Stopped(off);
    }

    /**
     * Starts what was stopped for the backup, where it is known to belong.
     *
     * @param as how it starts
     * @throws StoreUnavailable while there is no quorum; it stays off until this is asked again with one
     * @throws Refused when it has left this node, or does not start
     */
    void startAgain(Guest as, String mark, Progress progress)
            throws IOException, InterruptedException, StoreUnavailable {
        hold.requireOurs(as.vmid(), mark);
        machine.start(as, mark, progress);
    }

    /** What was stopped or paused for the backup goes on. What is paused needs no quorum for that, as no other resume does. */
    void goOn(Vmid vmid, String mark) throws IOException, InterruptedException, StoreUnavailable {
        if (!hold.isToRestart(vmid)) {
            return;
        }
        Guest guest = guests.read(vmid);
        if (!machine.runs(vmid)) {
            LOG.info("{} was stopped for a backup, and is started again", guest.title());
            startAgain(guest, mark, new Said(new ArrayList<>()));
        } else if (!guest.isOn("freeze", false)) {
            machine.say(vmid, "cont");
        }
        machine.keep(vmid);
        hold.restart(vmid, mark, false);
    }

    /** Takes away what was put in for a backup. */
    @FunctionalInterface
    interface TakeOut {
        void from(Vmid vmid) throws Exception;
    }

    /**
     * What stays although it should go keeps the lock, and the failure says why: it is asked for again. A guest that has left
     * this node meanwhile is the other's, and nothing more is done with it here.
     */
    void end(Vmid vmid, String mark, TakeOut takeOut) throws Exception {
        if (!hold.isHeldBy(vmid, mark)) {
            return;
        }
        takeOut.from(vmid);
        try {
            goOn(vmid, mark);
        } catch (Refused e) {
            if (hold.isHeldBy(vmid, mark)) {
                throw e;
            }
            LOG.warn(
                    "{} {} was stopped for a backup, and is not started again: {}",
                    guests.kind().word(),
                    vmid,
                    e.failure().text());
            return;
        }
        hold.release(vmid, mark);
    }
}
