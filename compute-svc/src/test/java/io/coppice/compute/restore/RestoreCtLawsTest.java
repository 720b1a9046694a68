package io.coppice.compute.restore;

import io.coppice.compute.create.CreateCt;
import io.coppice.compute.create.FakeMaker;
import io.coppice.compute.create.FakeStorage;
import io.coppice.compute.create.FakeTruth;
import io.coppice.compute.create.Founding;
import io.coppice.compute.create.NewDisk;
import io.coppice.compute.machine.FakeMachine;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** A container with two volumes out of an archive: where there was none, and in the place of another. */
class RestoreCtLawsTest {
    private static final Vmid GUEST = new Vmid(100);
    private static final String OLD = "local:100/vm-100-disk-0.raw";
    private static final String TEXT =
            "hostname: restored\nlock: create\nmp0: local:100/vm-100-disk-2.raw,mp=/srv,size=1M\n"
                    + "rootfs: local:100/vm-100-disk-1.raw,size=1M\nunprivileged: 1\n";

    @Nested
    class WhereThereWasNone extends TaskLaws<RestoreCt.Params> {
        @Override
        protected World<RestoreCt.Params> world() {
            return new Restored(false);
        }
    }

    @Nested
    class InThePlaceOfAnother extends TaskLaws<RestoreCt.Params> {
        @Override
        protected World<RestoreCt.Params> world() {
            return new Restored(true);
        }
    }

    /** @see World */
    private static final class Restored implements World<RestoreCt.Params> {
        private final boolean over;
        private final FakeTruth truth = new FakeTruth();
        private final FakeStorage storage = new FakeStorage().with(OLD);
        private final FakeMachine machine = new FakeMachine();
        private final FakeMaker maker = new FakeMaker();
        private final RestoreCt kind;

        Restored(boolean over) {
            this.over = over;
            if (over) {
                truth.with(truth.cts, GUEST, "hostname: old\nrootfs: " + OLD + ",size=1M\n");
            }
            CreateCt create = new CreateCt(
                    truth.cts,
                    storage.disks(),
                    maker,
                    new Founding(truth.cts, storage.memberships(), (vmid, actor) -> {}));
            kind = new RestoreCt(truth.cts, machine, storage.disks(), create, maker);
        }

        @Override
        public TaskKind<RestoreCt.Params> kind() {
            return kind;
        }

        @Override
        public RestoreCt.Params params() {
            return new RestoreCt.Params(
                    GUEST.number(),
                    "/archive.tar",
                    TEXT,
                    List.of(
                            new NewDisk("rootfs", "local", 1024, "raw", "vm-100-disk-1.raw"),
                            new NewDisk("mp0", "local", 1024, "raw", "vm-100-disk-2.raw")),
                    false,
                    0,
                    "web",
                    false,
                    over,
                    over ? List.of(OLD) : List.of(),
                    List.of());
        }

        /** What lies on a volume goes with it. */
        @Override
        public Object picture() {
            boolean restored = truth.cts
                    .document(GUEST)
                    .filter(d -> d.text().contains("restored"))
                    .isPresent();
            return List.of(
                    truth.picture(GUEST),
                    storage.picture(),
                    machine.picture(),
                    maker.picture(),
                    restored ? maker.contents() : Map.of());
        }
    }
}
