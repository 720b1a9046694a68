package io.coppice.compute.create;

import io.coppice.compute.machine.FakeMachine;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.util.List;
import java.util.Optional;

/** A guest with a disk, beside another guest. */
class DestroyVmLawsTest extends TaskLaws<DestroyVm.Params> {
    private static final Vmid GUEST = new Vmid(100);

    @Override
    protected World<DestroyVm.Params> world() {
        FakeTruth truth = new FakeTruth()
                .with(GUEST, "scsi0: local:100/vm-100-disk-0.qcow2\n")
                .with(new Vmid(101), "cores: 1\n");
        FakeStorage storage =
                new FakeStorage().with("local:100/vm-100-disk-0.qcow2").with("local:101/vm-101-disk-0.qcow2");
        FakeMachine machine = new FakeMachine().with(new Vmid(101), "");
        DestroyVm kind = new DestroyVm(truth.vms, machine, storage.disks(), storage.memberships());
        return new World<>() {
            @Override
            public TaskKind<DestroyVm.Params> kind() {
                return kind;
            }

            @Override
            public DestroyVm.Params params() {
                return new DestroyVm.Params(
                        GUEST.number(), List.of("local:100/vm-100-disk-0.qcow2"), false, true, false);
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
