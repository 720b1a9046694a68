package io.coppice.compute.power;

import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import java.util.List;

/** A task of one step on one guest that cannot be undone: the guest has noticed. */
final class PowerTask implements TaskKind<PowerTask.Params> {
    private final String type;
    private final Act act;

    /**
     * @param vmid the guest
     * @param seconds how long to wait, 0 for the task's own limit
     * @param force what the task does when it has waited in vain, or its variant
     */
    record Params(int vmid, int seconds, boolean force) {}

    /** What is done. */
    @FunctionalInterface
    interface Act {
        void run(Vmid vmid, Params params, TaskContext me, Progress progress) throws Exception;
    }

    PowerTask(String type, Act act) {
        this.type = type;
        this.act = act;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        return List.of(
                Step.step(type.substring(2), progress -> act.run(new Vmid(p.vmid()), p, me, progress), progress -> {}));
    }
}
