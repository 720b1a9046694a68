package io.coppice.contract.api.storage;

import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import java.util.List;
import java.util.Optional;

/**
 * What services ask of storage; the gateway does not route it, and each asks on behalf of a caller whose rights on the
 * storage it has checked itself.
 */
public final class VolumesInternalApi {
    private static final String ROOT = "/coppice/internal/storage";

    /**
     * @param name the wanted name; the next free {@code vm-<vmid>-disk-<n>} where it is left out
     * @param mark of the task that makes it, by which it alone undoes it
     */
    public record Allocate(
            @Param("The storage.") StorageId storage,
            @Param("The guest that it belongs to.") Vmid vmid,
            @Param("Its size.") long kib,

            @Param("Its format; the storage's own where it is left out.")
            Optional<String> format,

            @Param("Its name.") Optional<String> name,
            @Param("The task that makes it.") String mark) {}

    public record Look(
            @Param("The storage.") StorageId storage,

            @Param("The format of the image; the storage's own where it is left out.")
            Optional<String> format) {}

    /** @param mark only if the volume bears it */
    public record Free(
            @Param("The volume.") VolumeId volume,
            @Param("The task that made it.") Optional<String> mark) {}

    public record Keep(@Param("The volume.") VolumeId volume) {}

    public record OfVolume(@Param("The volume.") VolumeId volume) {}

    public record OfGuest(@Param("The guest.") Vmid vmid) {}

    /** The format that an image would have. */
    public record Looked(String format) {}

    /** A volume as it was made. */
    public record Allocated(VolumeId volume, String format, long sizeBytes) {}

    /** Volumes of a guest on all storages. */
    public record Volumes(List<VolumeId> volumes) {}

    public static final Endpoint<Allocate, Allocated> ALLOCATE = post(
                    ROOT + "/allocate", Allocate.class, Allocated.class)
            .summary("Make an empty volume; the same mark and name again answer the same volume.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final Endpoint<Look, Looked> LOOK = get(ROOT + "/look", Look.class, Looked.class)
            .summary("Whether an image could be made there, and in which format; what is in the way is the failure.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final Endpoint<Free, Void> FREE = post(ROOT + "/free", Free.class, Void.class)
            .summary("Remove a volume; nothing happens where there is none, nor where there is no such storage.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final Endpoint<Keep, Void> KEEP = post(ROOT + "/keep", Keep.class, Void.class)
            .summary("Take the mark off a volume: its task is over.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final Endpoint<OfVolume, Opening> OPEN = get(ROOT + "/open", OfVolume.class, Opening.class)
            .summary("How a volume is opened.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final Endpoint<OfGuest, Volumes> OF_GUEST = get(ROOT + "/volumes", OfGuest.class, Volumes.class)
            .summary("The volumes of a guest.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(ALLOCATE, LOOK, FREE, KEEP, OPEN, OF_GUEST);

    private VolumesInternalApi() {}
}
