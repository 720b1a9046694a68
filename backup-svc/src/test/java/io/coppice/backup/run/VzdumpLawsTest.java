package io.coppice.backup.run;

import io.coppice.servicekit.task.TaskKind;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** One guest with two disks, and older backups of which one has to go. */
class VzdumpLawsTest extends TaskLaws<Vzdump.Params> {
    @TempDir
    Path folder;

    @Override
    protected World<Vzdump.Params> world() {
        FakeGuests guests = new FakeGuests().with(100);
        MemoryShelf shelf = new MemoryShelf(folder).with("vzdump-qemu-100-2020_01_01-00_00_00.vma");
        Vzdump kind = new Vzdump(guests, (storage, dumpdir) -> shelf, upid -> List.of());
        return new World<>() {
            @Override
            public TaskKind<Vzdump.Params> kind() {
                return kind;
            }

            @Override
            public Vzdump.Params params() {
                return FakeGuests.params(List.of(100), "stop", "keep-last=1");
            }

            @Override
            public Object picture() {
                return List.of(guests.picture(), shelf.picture());
            }
        };
    }
}
