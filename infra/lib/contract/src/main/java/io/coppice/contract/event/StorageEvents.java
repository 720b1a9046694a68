package io.coppice.contract.event;

import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.VolumeId;
import java.util.List;

/** What happens to what lies on storages. */
public final class StorageEvents {
    public record Volume(VolumeId volid, StorageId storage) {}

    public static final EventType<Volume> ALLOCATED = type("allocated", "A volume was made.");
    public static final EventType<Volume> UPLOADED = type("uploaded", "A file was uploaded.");
    public static final EventType<Volume> REMOVED = type("removed", "A volume was removed.");

    public static final List<EventType<?>> ALL = List.of(ALLOCATED, UPLOADED, REMOVED);

    private StorageEvents() {}

    private static EventType<Volume> type(String what, String says) {
        return EventType.of(Topic.STORAGE, "volume." + what, Volume.class)
                .on("volume/{volid}")
                .seenBy("/storage/{storage}", "Datastore.Audit")
                .says(says);
    }
}
