package io.coppice.compute.console;

import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import java.util.List;

/** A console as a task: it ends with the connection, and stopping it ends the connection. */
final class ConsoleTask implements TaskKind<ConsoleTask.Params> {
    private final Consoles consoles;

    ConsoleTask(Consoles consoles) {
        this.consoles = consoles;
    }

    /**
     * @param vmid the guest
     * @param port of the console
     */
    record Params(int vmid, int port) {}

    @Override
    public String type() {
        return "vncproxy";
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        return List.of(Step.step(
                "hold",
                progress -> {
                    if (!consoles.await(p.port())) {
                        throw Refused.conflict("connection timed out: nobody opened the console");
                    }
                },
                progress -> consoles.end(p.port())));
    }
}
