package io.coppice.compute.migration;

import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.api.guest.CtStatusApi;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.FarCalls;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Containers that run are shut down before they move, and started over there. */
final class Restarting {
    private static final Duration AGAIN = Duration.ofMillis(250);
    private static final int TRIES = 40;
    private final GuestFiles<?> guests;
    private final Machine machine;
    private final FarCalls far;
    private final Caller self;

    /** @param self as which the other node is asked, once it is known that the caller may */
    Restarting(GuestFiles<?> guests, Machine machine, FarCalls far, Caller self) {
        this.guests = guests;
        this.machine = machine;
        this.far = far;
        this.self = self;
    }

    /** @throws Refused when it has not shut down in time */
    void shutDown(Vmid vmid, Duration limit, Progress progress) throws IOException, InterruptedException {
        if (machine.runs(vmid)) {
            progress.log("shutting it down");
            machine.say(vmid, "system_powerdown");
            if (!machine.awaitPowerOff(vmid, limit, progress)) {
                throw Refused.conflict("it has not shut down in " + limit.toSeconds() + " s, and stays here");
            }
            machine.end(vmid);
        }
    }

    /** It ran here before. It starts once a change has been decided under which it is still here. */
    void startAgain(Vmid vmid, TaskContext me, Progress progress)
            throws IOException, InterruptedException, StoreUnavailable {
        try {
            if (!machine.runs(vmid)) {
                Truth.submit(guests.store(), guests.change(me).build());
                machine.start(guests.read(vmid), me.id(), progress);
            }
            machine.keep(vmid);
        } catch (Refused e) {
            progress.warn("it does not start again here: " + e.failure().text());
        }
    }

    /** That it does not start is no reason to keep the move from its end. */
    void startThere(Vmid vmid, NodeName node, Progress progress) throws InterruptedException {
        Optional<Failure> failure = askToStart(vmid, node);
        // the other node may hear of its new guest a moment later
        for (int i = 1;
                i < TRIES && failure.filter(Failure.NotFound.class::isInstance).isPresent();
                i++) {
            Thread.sleep(AGAIN);
            failure = askToStart(vmid, node);
        }
        boolean runs = failure.map(f -> f.text().contains("already running")).orElse(true);
        if (runs) {
            progress.log("it is started on node '" + node + "'");
        } else {
            failure.ifPresent(f -> progress.warn("it is on node '" + node + "' and is not started: " + f.text()));
        }
    }

    private Optional<Failure> askToStart(Vmid vmid, NodeName node) {
        try {
            far.on(node).call(CtStatusApi.START, new CtStatusApi.Start(node, vmid, false, Optional.empty()), self);
            return Optional.empty();
        } catch (Refused e) {
            return Optional.of(e.failure());
        }
    }
}
