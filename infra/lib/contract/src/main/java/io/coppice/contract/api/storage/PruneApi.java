package io.coppice.contract.api.storage;

import static io.coppice.contract.endpoint.Endpoint.delete;
import static io.coppice.contract.endpoint.Endpoint.get;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Place;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Optional;

/** /nodes/{node}/storage/{storage}/prunebackups */
public final class PruneApi {
    private static final String PATH = "/nodes/{node}/storage/{storage}/prunebackups";

    public record Prune(
            @Param("The cluster node.") NodeName node,
            @Param("The storage.") StorageId storage,

            @Param(
                    value = "What is kept; the storage's own rule where it is left out.",
                    name = "prune-backups",
                    format = "prune-backups")
            Optional<String> keep,

            @Param(
                    value = "Only backups of this sort of guest.",
                    values = {"qemu", "lxc"})
            Optional<String> type,

            @Param("Only backups of this guest.") Optional<Vmid> vmid) {}

    /** @param mark {@code keep}, {@code remove}, {@code protected} or {@code renamed} */
    public record Marked(long ctime, String mark, String type, Optional<Long> vmid, String volid) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<Prune, List> LOOK = get(PATH, Prune.class, List.class)
            .summary("What pruning would keep and remove.")
            .allow(Guard.onAny("/storage/{storage}", "Datastore.Audit", "Datastore.AllocateSpace"))
            .servedBy(Service.STORAGE)
            .on(Place.NODE)
            .build();

    public static final Endpoint<Prune, String> PRUNE = delete(PATH, Prune.class, String.class)
            .summary("Remove the backups that need not be kept.")
            .allow(
                    Guard.all(
                            Guard.everyone(),
                            Guard.rule(
                                    "pruneBackups",
                                    "Datastore.Allocate; for one guest's Datastore.AllocateSpace and VM.Backup on that guest.")))
            .servedBy(Service.STORAGE)
            .on(Place.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(LOOK, PRUNE);

    private PruneApi() {}
}
