package io.coppice.contract.api.storage;

import static io.coppice.contract.endpoint.Endpoint.delete;
import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;
import static io.coppice.contract.endpoint.Endpoint.put;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Settings;
import io.coppice.contract.storage.StorageKind;
import io.coppice.contract.storage.StorageOptions;
import io.coppice.contract.word.Digest;
import io.coppice.contract.word.StorageId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** /storage: the definitions, the same for all nodes */
public final class StorageApi {
    public record ListStorages(@Param("Only of this kind.") Optional<StorageKind> type) {}

    public record OfStorage(@Param("The storage.") StorageId storage) {}

    public record Create(
            @Param("The storage.") StorageId storage,
            @Param("Its kind.") StorageKind type,
            Settings options) {}

    public record Update(
            @Param("The storage.") StorageId storage,

            @Param(value = "Options to take away.", format = "pve-configid-list", maxLength = 4096)
            List<String> delete,

            @Param("Only if the section still has this digest.")
            Optional<Digest> digest,

            Settings options) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<ListStorages, List> LIST = get("/storage", ListStorages.class, List.class)
            .summary("The storages that the caller may see.")
            .allow(Guard.all(
                    Guard.everyone(),
                    Guard.rule(
                            "storages",
                            "Those with Datastore.Audit or Datastore.AllocateSpace on /storage/{storage}.")))
            .servedBy(Service.STORAGE)
            .listed()
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<Create, Map> CREATE = post("/storage", Create.class, Map.class)
            .summary("Define a storage.")
            .allow(Guard.on("/storage", "Datastore.Allocate"))
            .options(StorageOptions.forCreate())
            .servedBy(Service.STORAGE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfStorage, Map> READ = get("/storage/{storage}", OfStorage.class, Map.class)
            .summary("A storage's definition.")
            .allow(Guard.on("/storage/{storage}", "Datastore.Allocate"))
            .servedBy(Service.STORAGE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<Update, Map> UPDATE = put("/storage/{storage}", Update.class, Map.class)
            .summary("Change a storage's definition.")
            .allow(Guard.on("/storage", "Datastore.Allocate"))
            .options(StorageOptions.forUpdate())
            .servedBy(Service.STORAGE)
            .build();

    public static final Endpoint<OfStorage, Void> DELETE = delete("/storage/{storage}", OfStorage.class, Void.class)
            .summary("Forget a storage; what it holds stays.")
            .allow(Guard.on("/storage", "Datastore.Allocate"))
            .servedBy(Service.STORAGE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(LIST, CREATE, READ, UPDATE, DELETE);

    private StorageApi() {}
}
