package io.coppice.compute.power;

import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import java.util.List;

/** A task that switches one guest. */
final class PowerTask implements TaskKind<PowerTask.Params> {
    private final String type;
    private final Plan plan;

    /**
     * @param vmid the guest
     * @param seconds how long to wait, 0 for the task's own limit
     * @param force what the task does when it has waited in vain
     */
    record Params(int vmid, int seconds, boolean force) {}

    /** Its steps. */
    @FunctionalInterface
    interface Plan {
        List<Step> steps(Vmid vmid, Params params, TaskContext me);
    }

    /** What one step does. */
    @FunctionalInterface
    interface Act {
        void run(Vmid vmid, Progress progress) throws Exception;
    }

    PowerTask(String type, Plan plan) {
        this.type = type;
        this.plan = plan;
    }

    /**
     * A task that the guest notices, so that it cannot be undone.
     *
     * @param look what keeps it from being done; all that can fail
     */
    static PowerTask once(String type, Act look, Act act) {
        return new PowerTask(
                type,
                (vmid, p, me) -> List.of(
                        Step.step("look", progress -> look.run(vmid, progress), progress -> {}),
                        Step.pivot(type.substring(2), progress -> act.run(vmid, progress))));
    }

    @Override
    public String type() {
        return type;
    }

    /** What runs can be stopped, and nothing is started. */
    @Override
    public boolean needsQuorum() {
        return type.endsWith("start") || type.endsWith("reboot");
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        return plan.steps(new Vmid(p.vmid()), p, me);
    }
}
