package io.coppice.compute.power;

import io.coppice.compute.create.FakeTruth;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.machine.FakeMachine;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.tasklaws.World;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A guest with something pending, and another that runs. */
final class PowerWorld implements World<PowerTask.Params> {
    static final Vmid GUEST = new Vmid(100);
    private static final Vmid OTHER = new Vmid(101);
    private final FakeTruth truth = new FakeTruth();
    private final FakeMachine machine = new FakeMachine().with(OTHER, "another task");
    private final PowerTask kind;

    PowerWorld(Function<Switches, PowerTask> kind, boolean running) {
        this(GuestKind.QEMU, kind, running);
    }

    PowerWorld(GuestKind guests, Function<Switches, PowerTask> kind, boolean running) {
        GuestFiles<?> files = truth.of(guests);
        truth.with(files, GUEST, "cores: 2\n\n[PENDING]\ncores: 4\n").with(files, OTHER, "cores: 1\n");
        if (running) {
            machine.with(GUEST, "");
        }
        this.kind = kind.apply(new Switches(files, machine));
    }

    @Override
    public TaskKind<PowerTask.Params> kind() {
        return kind;
    }

    @Override
    public PowerTask.Params params() {
        return new PowerTask.Params(GUEST.number(), 5, false);
    }

    @Override
    public Object picture() {
        return List.of(truth.picture(GUEST), machine.picture());
    }

    @Override
    public Optional<Owned> guest() {
        return truth.guest(GUEST);
    }

    @Override
    public void guestLeavesAndReturns() {
        truth.leavesAndReturns(GUEST);
    }
}
