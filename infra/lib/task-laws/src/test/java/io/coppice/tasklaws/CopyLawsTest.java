package io.coppice.tasklaws;

import io.coppice.servicekit.task.Step;
import java.util.List;

/** A task without a pivot: reserve, copy, configure, and take the marks off last. */
class CopyLawsTest extends TaskLaws<Shelf.In> {
    @Override
    protected World<Shelf.In> world() {
        return Shelf.of((things, me) -> List.of(
                Shelf.makes(things, "vmid-b", me),
                Shelf.makes(things, "disk-b", me),
                Shelf.makes(things, "config-b", me),
                Step.step(
                        "unmark",
                        p -> things.replaceAll((name, thing) -> thing.replace("|" + me.id(), "|")),
                        p -> things.replaceAll((name, thing) -> thing.endsWith("|") ? thing + me.id() : thing))));
    }
}
