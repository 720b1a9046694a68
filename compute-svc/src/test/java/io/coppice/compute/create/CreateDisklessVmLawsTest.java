package io.coppice.compute.create;

import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.util.List;

/** No disk, so that one change takes the number and writes the configuration. */
class CreateDisklessVmLawsTest extends TaskLaws<CreateVm.Params> {
    private static final Vmid GUEST = new Vmid(100);

    @Override
    protected World<CreateVm.Params> world() {
        FakeTruth truth = new FakeTruth();
        FakeStorage storage = new FakeStorage().with("local:100/vm-100-disk-0.raw");
        CreateVm kind =
                new CreateVm(storage.disks(), new Founding(truth.vms, storage.memberships(), (vmid, actor) -> {}));
        return new World<>() {
            @Override
            public TaskKind<CreateVm.Params> kind() {
                return kind;
            }

            @Override
            public CreateVm.Params params() {
                return new CreateVm.Params(GUEST.number(), "name: made-by-this-task\n", List.of(), "", false);
            }

            @Override
            public Object picture() {
                return List.of(truth.picture(GUEST), storage.picture());
            }
        };
    }
}
