package io.coppice.compute.create;

import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.Cts;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Two volumes, a template and a start, beside a volume of the same number that somebody else made. */
class CreateCtLawsTest extends TaskLaws<CreateCt.Params> {
    private static final Vmid GUEST = new Vmid(100);
    private static final String TEXT =
            "hostname: made-by-this-task\nlock: create\nmp0: local:100/vm-100-disk-2.raw,mp=/srv,size=1G\n"
                    + "rootfs: local:100/vm-100-disk-1.raw,size=1G\nunprivileged: 1\n";

    /** What lies on volumes, and what is mounted by whom. */
    private static final class FakeMaker implements CtMaker {
        private final Set<String> mounted = new TreeSet<>(Set.of("another task"));
        private final Map<String, String> contents = new TreeMap<>();

        @Override
        public void format(VolumeId volume, boolean unprivileged) {
            contents.put(volume.toString(), "");
        }

        @Override
        public String fill(Ct ct, Wish wish, String mark, Progress progress) {
            mounted.add(mark);
            ct.mounts().forEach(m -> contents.put(m.source(), wish.template() + " " + wish.password()));
            mounted.remove(mark);
            return "debian";
        }

        @Override
        public void abandon(String mark) {
            mounted.remove(mark);
        }
    }

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
                        Set.copyOf(maker.mounted),
                        there ? Map.copyOf(maker.contents) : Map.of(),
                        Set.copyOf(started));
            }
        };
    }
}
