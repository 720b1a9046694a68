package io.coppice.storage.directory;

import io.coppice.contract.event.EventType;
import io.coppice.contract.event.StorageEvents;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.event.Happening;
import io.coppice.servicekit.event.Outbox;
import io.coppice.servicekit.task.TaskContext;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Tells what becomes of volumes, where there is an outbox. */
public final class VolumeNews {
    /** How the marks of tasks begin; calls have marks of their own, which say nothing to others. */
    private static final String TASK = "task-";

    private final Optional<Outbox> outbox;
    private final String self;

    public VolumeNews(Optional<Outbox> outbox, NodeName here) {
        this.outbox = outbox;
        this.self = "system:storage@" + here;
    }

    /** For those to whom nobody listens. */
    public static VolumeNews unheard() {
        return new VolumeNews(Optional.empty(), new NodeName("nowhere"));
    }

    /** Makes a volume and tells it, also where a crash comes between; one that is made anew is told anew. */
    public void allocated(VolumeId volume, String mark, Outbox.HostAct act) throws IOException, InterruptedException {
        if (outbox.isPresent()) {
            outbox.get().aroundHost(happening(StorageEvents.ALLOCATED, volume, Optional.of(mark)), act);
        } else {
            act.run();
        }
    }

    /** Removes a volume that is there, and tells it. */
    void removed(VolumeId volume, Optional<String> mark, Outbox.Act<IOException> act) throws IOException {
        if (outbox.isPresent()) {
            outbox.get().around(happening(StorageEvents.REMOVED, volume, mark), act);
        } else {
            act.run();
        }
    }

    /** Tells that a task's file has its name; the same step again tells nothing more. */
    public void uploaded(VolumeId volume, TaskContext me) {
        StorageEvents.Volume data = new StorageEvents.Volume(volume, volume.storage());
        outbox.ifPresent(o -> o.once(
                me.id() + "/uploaded",
                Instant.ofEpochSecond(me.upid().startSeconds()),
                Happening.of(StorageEvents.UPLOADED, data, me.actor()).in(me.id())));
    }

    private Happening<StorageEvents.Volume> happening(
            EventType<StorageEvents.Volume> type, VolumeId volume, Optional<String> mark) {
        Happening<StorageEvents.Volume> happening =
                Happening.asked(type, new StorageEvents.Volume(volume, volume.storage()), self);
        boolean told = happening.task().isPresent();
        return mark.filter(m -> !told && m.startsWith(TASK)).map(happening::in).orElse(happening);
    }

    /** Whether something is there now. */
    @FunctionalInterface
    public interface Look {
        /** @throws IOException when that cannot be said now */
        boolean isThere(VolumeId volume) throws IOException;
    }

    /** Tells what an earlier process could not tell any more; before anything is done with volumes. */
    public void settle(Look look) {
        outbox.ifPresent(o -> o.settle((type, data) -> {
            boolean there = look.isThere(VolumeId.parse(data.path("volid").asText()));
            return type.equals(StorageEvents.ALLOCATED.type()) == there;
        }));
    }
}
