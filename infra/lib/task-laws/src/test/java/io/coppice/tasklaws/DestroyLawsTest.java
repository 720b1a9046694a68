package io.coppice.tasklaws;

import io.coppice.servicekit.task.Step;
import java.util.List;

/** A task with a pivot: lock, delete, clean up. */
class DestroyLawsTest extends TaskLaws<Shelf.In> {
    @Override
    protected World<Shelf.In> world() {
        return Shelf.of((things, me) -> List.of(
                Shelf.makes(things, "lock-a", me),
                Step.pivot("delete disks", p -> things.remove("disk-a")),
                Step.step("delete config", p -> things.remove("config-a"), p -> {}),
                Step.step("unlock", p -> things.remove("lock-a"), p -> {})));
    }
}
