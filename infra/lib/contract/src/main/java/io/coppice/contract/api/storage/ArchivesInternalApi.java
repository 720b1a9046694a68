package io.coppice.contract.api.storage;

import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Optional;

/**
 * How archives of guests get into storages: written under a name of no volume, which bears their task's mark, and named when
 * they are whole. Who asks has checked the caller's rights.
 */
public final class ArchivesInternalApi {
    private static final String ROOT = "/coppice/internal/storage/archives";

    /** @param protectedOf a guest that is to get one more protected backup */
    public record Look(
            @Param("The storage.") StorageId storage,
            @Param("The guest.") Optional<Vmid> protectedOf,

            @Param("Whether the storage's default limit of protected backups does not hold.")
            boolean unlimited) {}

    /** @param pruneBackups the storage's own rule, empty for none */
    public record Looked(Optional<String> pruneBackups) {}

    /** @param filename the name that the archive shall have */
    public record OfArchive(
            @Param("The storage.") StorageId storage,
            @Param("The archive's name.") String filename,
            @Param("The task that makes it.") String mark) {}

    /** @param path of the file to write, absolute */
    public record Begun(String path) {}

    public record Finish(
            @Param("The storage.") StorageId storage,
            @Param("The archive's name.") String filename,
            @Param("The task that made it.") String mark,
            @Param("Notes of it.") Optional<String> notes,
            @Param("Whether it is protected.") boolean isProtected,
            @Param("The log of making it.") String log) {}

    /** @param volid of the archive */
    public record Finished(String volid, long bytes) {}

    public record Prune(
            @Param("The storage.") StorageId storage,
            @Param("The guest whose backups are looked at.") Vmid vmid,
            @Param("qemu or lxc.") String type,
            @Param("What is kept.") String keep,
            @Param("The task that asks.") String mark) {}

    /** @param kept those that stay in the storage and could have gone */
    public record Pruned(List<String> removed, List<String> kept) {}

    public static final Endpoint<Look, Looked> LOOK = get(ROOT + "/look", Look.class, Looked.class)
            .summary("Whether archives can be made there; what is in the way is the failure.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final Endpoint<OfArchive, Begun> BEGIN = post(ROOT + "/begin", OfArchive.class, Begun.class)
            .summary("Make an empty file for an archive; the same again empties it.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final Endpoint<Finish, Finished> FINISH = post(ROOT + "/finish", Finish.class, Finished.class)
            .summary("Give an archive that is whole its name; nothing happens where it has it.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final Endpoint<OfArchive, Void> DISCARD = post(ROOT + "/discard", OfArchive.class, Void.class)
            .summary("Remove an archive that has no name yet; nothing happens where there is none.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final Endpoint<Prune, Pruned> PRUNE = post(ROOT + "/prune", Prune.class, Pruned.class)
            .summary("Remove a guest's backups that need not be kept.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(LOOK, BEGIN, FINISH, DISCARD, PRUNE);

    private ArchivesInternalApi() {}
}
