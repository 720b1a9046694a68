package io.coppice.compute.create;

import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Two disks and a start, beside a volume of the same number that somebody else made. */
class CreateVmLawsTest extends TaskLaws<CreateVm.Params> {
    private static final Vmid GUEST = new Vmid(100);

    @Override
    protected World<CreateVm.Params> world() {
        FakeTruth truth = new FakeTruth();
        FakeStorage storage = new FakeStorage().with("local:100/vm-100-disk-0.raw");
        Set<Vmid> started = new TreeSet<>();
        CreateVm kind = new CreateVm(
                storage.disks(), new Founding(truth.vms, storage.memberships(), (vmid, actor) -> started.add(vmid)));
        NewVm made = new NewVm(
                "name: made-by-this-task\n",
                List.of(
                        new NewDisk("scsi0", "local", 1024, "qcow2", "vm-100-disk-1.qcow2"),
                        new NewDisk("scsi1", "local", 2048, "raw", "vm-100-disk-2.raw")));
        return new World<>() {
            @Override
            public TaskKind<CreateVm.Params> kind() {
                return kind;
            }

            @Override
            public CreateVm.Params params() {
                return new CreateVm.Params(GUEST.number(), made.text(), made.disks(), "web", true);
            }

            @Override
            public Object picture() {
                return List.of(truth.picture(GUEST), storage.picture(), Map.of("started", Set.copyOf(started)));
            }
        };
    }
}
