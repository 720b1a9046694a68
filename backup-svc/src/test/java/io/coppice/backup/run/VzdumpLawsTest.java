package io.coppice.backup.run;

import io.coppice.servicekit.host.HostCommands;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** One guest, and older backups of which one has to go. */
class VzdumpLawsTest {
    @TempDir
    static Path folder;

    @Nested
    class OfAMachineWithTwoDisks extends TaskLaws<Vzdump.Params> {
        @Override
        protected World<Vzdump.Params> world() {
            return of(100, "vzdump-qemu-100-2020_01_01-00_00_00.vma");
        }
    }

    @Nested
    class OfAContainer extends TaskLaws<Vzdump.Params> {
        @Override
        protected World<Vzdump.Params> world() {
            return of(200, "vzdump-lxc-200-2020_01_01-00_00_00.tar");
        }
    }

    private static World<Vzdump.Params> of(int vmid, String older) {
        FakeGuests guests = new FakeGuests().with(vmid);
        MemoryShelf shelf = new MemoryShelf(folder).with(older);
        Vzdump kind = new Vzdump(
                guests, (storage, dumpdir) -> shelf, upid -> List.of(), new HostCommands(), new Turn(upid -> true));
        return new World<>() {
            @Override
            public TaskKind<Vzdump.Params> kind() {
                return kind;
            }

            @Override
            public Vzdump.Params params() {
                return FakeGuests.params(List.of(vmid), "stop", "keep-last=1", "/bin/true");
            }

            @Override
            public Object picture() {
                return List.of(guests.picture(), shelf.picture());
            }
        };
    }
}
