package io.coppice.compute.restore;

import io.coppice.compute.create.CreateVm;
import io.coppice.compute.create.FakeStorage;
import io.coppice.compute.create.FakeTruth;
import io.coppice.compute.create.Founding;
import io.coppice.compute.create.NewDisk;
import io.coppice.compute.machine.FakeMachine;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;

/** A guest with two disks out of an archive: where there was none, and in the place of another. */
class RestoreVmLawsTest {
    private static final Vmid GUEST = new Vmid(100);
    private static final String OLD = "local:100/vm-100-disk-0.raw";
    private static final List<NewDisk> TWO = List.of(
            new NewDisk("scsi0", "local", 1024, "raw", "vm-100-disk-1.raw"),
            new NewDisk("scsi1", "local", 1024, "raw", "vm-100-disk-2.raw"));

    @Nested
    class WhereThereWasNone extends TaskLaws<RestoreVm.Params> {
        @Override
        protected World<RestoreVm.Params> world() {
            return new Restored(false);
        }
    }

    @Nested
    class InThePlaceOfAnother extends TaskLaws<RestoreVm.Params> {
        @Override
        protected World<RestoreVm.Params> world() {
            return new Restored(true);
        }
    }

    @Nested
    class WithoutADisk extends TaskLaws<RestoreVm.Params> {
        @Override
        protected World<RestoreVm.Params> world() {
            return new Restored(false, List.of());
        }
    }

    @Nested
    class WithoutADiskInThePlaceOfAnother extends TaskLaws<RestoreVm.Params> {
        @Override
        protected World<RestoreVm.Params> world() {
            return new Restored(true, List.of());
        }
    }

    /** @see World */
    private static final class Restored implements World<RestoreVm.Params> {
        private final boolean over;
        private final List<NewDisk> disks;
        private final FakeTruth truth = new FakeTruth();
        private final FakeStorage storage = new FakeStorage().with(OLD);
        private final FakeMachine machine = new FakeMachine();
        private final Set<Vmid> filling = new TreeSet<>();
        private final RestoreVm kind;

        Restored(boolean over) {
            this(over, TWO);
        }

        Restored(boolean over, List<NewDisk> disks) {
            this.over = over;
            this.disks = disks;
            if (over) {
                truth.with(GUEST, "name: old\nscsi0: " + OLD + "\n");
            }
            CreateVm create =
                    new CreateVm(storage.disks(), new Founding(truth.vms, storage.memberships(), (vmid, actor) -> {}));
            kind = new RestoreVm(truth.vms, machine, storage.disks(), create, new Filler() {
                @Override
                public void fill(Content content, Vmid vmid, Progress progress) {
                    filling.add(vmid);
                    filling.remove(vmid);
                }

                @Override
                public void stop(Vmid vmid) {
                    filling.remove(vmid);
                }
            });
        }

        @Override
        public TaskKind<RestoreVm.Params> kind() {
            return kind;
        }

        @Override
        public RestoreVm.Params params() {
            return new RestoreVm.Params(
                    GUEST.number(),
                    "/archive.vma",
                    "name: restored\n",
                    disks,
                    disks.isEmpty() ? Map.of() : Map.of("scsi0", 1, "scsi1", 2),
                    0,
                    "web",
                    false,
                    over,
                    over ? List.of(OLD) : List.of(),
                    List.of());
        }

        @Override
        public Object picture() {
            return List.of(truth.picture(GUEST), storage.picture(), machine.picture(), Set.copyOf(filling));
        }
    }
}
