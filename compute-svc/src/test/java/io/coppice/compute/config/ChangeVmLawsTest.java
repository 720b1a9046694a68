package io.coppice.compute.config;

import io.coppice.compute.create.FakeStorage;
import io.coppice.compute.create.FakeTruth;
import io.coppice.compute.create.NewDisk;
import io.coppice.compute.machine.FakeMachine;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** Changes of a guest that is off, and of one that runs. */
class ChangeVmLawsTest {
    @Nested
    class Stopped extends Laws {
        Stopped() {
            super(false);
        }
    }

    @Nested
    class Running extends Laws {
        Running() {
            super(true);
        }
    }
}

/** A disk replaced by a new one, another one taken away, an unused one removed with its volume. */
abstract class Laws extends TaskLaws<ChangeVm.Params> {
    private final boolean running;

    Laws(boolean running) {
        this.running = running;
    }

    private static final Vmid GUEST = new Vmid(100);

    @Override
    protected World<ChangeVm.Params> world() {
        FakeTruth truth = new FakeTruth()
                .with(
                        GUEST,
                        "cores: 2\nscsi0: local:100/vm-100-disk-0.qcow2\nscsi1: local:100/vm-100-disk-1.qcow2\n"
                                + "unused0: local:100/vm-100-disk-2.qcow2\n");
        FakeStorage storage = new FakeStorage()
                .with("local:100/vm-100-disk-0.qcow2")
                .with("local:100/vm-100-disk-1.qcow2")
                .with("local:100/vm-100-disk-2.qcow2");
        FakeMachine machine = new FakeMachine().with(new Vmid(101), "");
        if (running) {
            machine.with(GUEST, "");
        }
        ChangeVm kind = new ChangeVm(truth.vms, storage.disks(), machine);
        return new World<>() {
            @Override
            public TaskKind<ChangeVm.Params> kind() {
                return kind;
            }

            @Override
            public ChangeVm.Params params() {
                return new ChangeVm.Params(
                        GUEST.number(),
                        Map.of("scsi0", "local:100/vm-100-disk-3.qcow2,size=8G", "cores", "4"),
                        List.of("scsi1", "unused0"),
                        List.of(),
                        "",
                        false,
                        List.of(new NewDisk("scsi0", "local", 8 << 20, "qcow2", "vm-100-disk-3.qcow2")),
                        List.of("local:100/vm-100-disk-2.qcow2"));
            }

            @Override
            public Object picture() {
                return List.of(truth.picture(GUEST), storage.picture(), machine.picture());
            }

            @Override
            public Optional<Owned> guest() {
                return truth.guest(GUEST);
            }

            @Override
            public void guestLeavesAndReturns() {
                truth.leavesAndReturns(GUEST);
            }
        };
    }
}
