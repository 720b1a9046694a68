package io.coppice.compute.create;

import io.coppice.compute.guest.Cts;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Two volumes, a template and a start, beside a volume of the same number that somebody else made. */
class CreateCtLawsTest extends TaskLaws<CreateCt.Params> {
    private static final Vmid GUEST = new Vmid(100);
    private static final String TEXT =
            "hostname: made-by-this-task\nlock: create\nmp0: local:100/vm-100-disk-2.raw,mp=/srv,size=1G\n"
                    + "rootfs: local:100/vm-100-disk-1.raw,size=1G\nunprivileged: 1\n";

    @Override
    protected World<CreateCt.Params> world() {
        FakeTruth truth = new FakeTruth();
        FakeStorage storage = new FakeStorage().with("local:100/vm-100-disk-0.raw");
        FakeMaker maker = new FakeMaker();
        Set<Vmid> started = new TreeSet<>();
        Cts cts = truth.cts;
        CreateCt kind = new CreateCt(
                cts,
                storage.disks(),
                maker,
                new Founding(cts, storage.memberships(), (vmid, actor) -> started.add(vmid)));
        return new World<>() {
            @Override
            public TaskKind<CreateCt.Params> kind() {
                return kind;
            }

            @Override
            public CreateCt.Params params() {
                return new CreateCt.Params(
                        GUEST.number(),
                        TEXT,
                        List.of(
                                new NewDisk("rootfs", "local", 1 << 20, "raw", "vm-100-disk-1.raw"),
                                new NewDisk("mp0", "local", 1 << 20, "raw", "vm-100-disk-2.raw")),
                        "local:vztmpl/debian.tar.zst",
                        false,
                        "",
                        "web",
                        true,
                        "secret");
            }

            /** What lies on a volume goes with it. */
            @Override
            public Object picture() {
                boolean there = cts.document(GUEST).isPresent();
                return List.of(
                        truth.picture(GUEST),
                        storage.picture(),
                        maker.picture(),
                        there ? maker.contents() : Map.of(),
                        Set.copyOf(started));
            }
        };
    }
}
