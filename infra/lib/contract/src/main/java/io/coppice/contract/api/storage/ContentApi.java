package io.coppice.contract.api.storage;

import static io.coppice.contract.endpoint.Endpoint.delete;
import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;
import static io.coppice.contract.endpoint.Endpoint.put;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Body;
import io.coppice.contract.endpoint.Endpoint.Place;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Upload;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** /nodes/{node}/storage: storages as a node sees them, and what they hold */
public final class ContentApi {
    private static final String ONE = "/nodes/{node}/storage/{storage}";
    private static final String VOLUME = ONE + "/content/{volume}";
    private static final Guard SEE = Guard.onAny("/storage/{storage}", "Datastore.Audit", "Datastore.AllocateSpace");

    public record ListStorages(
            @Param("The cluster node.") NodeName node,

            @Param(value = "Only those that may hold one of these.", format = "pve-storage-content-list")
            List<String> content,

            @Param(value = "Only those that are enabled.", otherwise = "0")
            boolean enabled,

            @Param(value = "With the formats that they support.", otherwise = "0")
            boolean format,

            @Param("Only this one.") Optional<StorageId> storage,
            @Param("Only those that this node sees too.") Optional<NodeName> target) {}

    public record OfStorage(
            @Param("The cluster node.") NodeName node,
            @Param("The storage.") StorageId storage) {}

    public record ListContent(
            @Param("The cluster node.") NodeName node,
            @Param("The storage.") StorageId storage,

            @Param(value = "Only content of this kind.", format = "pve-storage-content")
            Optional<String> content,

            @Param("Only what belongs to this guest.") Optional<Vmid> vmid) {}

    public record Allocate(
            @Param("The cluster node.") NodeName node,
            @Param("The storage.") StorageId storage,
            @Param("The file's name.") String filename,

            @Param(
                    value = "Its format.",
                    values = {"raw", "qcow2", "subvol", "vmdk"},
                    requires = "size")
            Optional<String> format,

            @Param(value = "Its size in KiB, or with M or G.", pattern = "\\d+[MG]?")
            String size,

            @Param("The guest that it belongs to.") Vmid vmid) {}

    public record OfVolume(
            @Param("The cluster node.") NodeName node,
            @Param("The storage.") Optional<StorageId> storage,
            @Param("The volume.") String volume) {}

    public record Update(
            @Param("The cluster node.") NodeName node,
            @Param("The storage.") Optional<StorageId> storage,
            @Param("The volume.") String volume,
            @Param("The notes.") Optional<String> notes,

            @Param(value = "It is not pruned and cannot be removed.", name = "protected")
            Optional<Boolean> isProtected) {}

    public record Delete(
            @Param("The cluster node.") NodeName node,
            @Param("The storage.") Optional<StorageId> storage,
            @Param("The volume.") String volume,

            @Param(value = "How long to wait for the task's end.", min = 1, max = 30, unit = "s")
            Optional<Integer> delay) {}

    public record UploadFile(
            @Param("The cluster node.") NodeName node,
            @Param("The storage.") StorageId storage,

            @Param(
                    value = "What it is.",
                    format = "pve-storage-content",
                    values = {"iso", "vztmpl", "import"})
            String content,

            @Param(value = "The file's name.", maxLength = 255)
            String filename,

            @Param(value = "The checksum that it must have.", requires = "checksum-algorithm")
            Optional<String> checksum,

            @Param(
                    value = "How the checksum was made.",
                    name = "checksum-algorithm",
                    values = {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"},
                    requires = "checksum")
            Optional<String> algorithm,

            @Param(value = "Not used: uploads are streamed.", pattern = "/var/tmp/pveupload-[0-9a-f]+")
            Optional<String> tmpfilename,

            Upload upload) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<ListStorages, List> LIST = get("/nodes/{node}/storage", ListStorages.class, List.class)
            .summary("The storages of a node with their figures.")
            .allow(Guard.all(
                    Guard.everyone(),
                    Guard.rule(
                            "storages",
                            "Those with Datastore.Audit or Datastore.AllocateSpace on /storage/{storage}.")))
            .servedBy(Service.STORAGE)
            .on(Place.NODE)
            .listed()
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfStorage, List> INDEX = get(ONE, OfStorage.class, List.class)
            .summary("What there is of a storage.")
            .allow(SEE)
            .body(Body.INDEX)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfStorage, Map> STATUS = get(ONE + "/status", OfStorage.class, Map.class)
            .summary("How full a storage is.")
            .allow(SEE)
            .servedBy(Service.STORAGE)
            .on(Place.NODE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<ListContent, List> CONTENT = get(ONE + "/content", ListContent.class, List.class)
            .summary("What a storage holds.")
            .allow(SEE)
            .servedBy(Service.STORAGE)
            .on(Place.NODE)
            .listed()
            .build();

    public static final Endpoint<Allocate, String> ALLOCATE = post(ONE + "/content", Allocate.class, String.class)
            .summary("Make an empty disk image.")
            .allow(Guard.on("/storage/{storage}", "Datastore.AllocateSpace"))
            .servedBy(Service.STORAGE)
            .on(Place.NODE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfVolume, Map> READ = get(VOLUME, OfVolume.class, Map.class)
            .summary("A volume.")
            .allow(Guard.all(Guard.everyone(), Guard.rule("readVolume", "Whoever may see volumes of this content.")))
            .servedBy(Service.STORAGE)
            .on(Place.NODE)
            .build();

    public static final Endpoint<Update, Void> UPDATE = put(VOLUME, Update.class, Void.class)
            .summary("Change a volume's notes and protection.")
            .allow(Guard.all(Guard.everyone(), Guard.rule("readVolume", "Whoever may see volumes of this content.")))
            .servedBy(Service.STORAGE)
            .on(Place.NODE)
            .build();

    public static final Endpoint<Delete, String> DELETE = delete(VOLUME, Delete.class, String.class)
            .summary("Remove a volume.")
            .allow(Guard.all(
                    Guard.everyone(),
                    Guard.rule(
                            "removeVolume",
                            "Datastore.Allocate; for backups Datastore.AllocateSpace and VM.Backup on the guest.")))
            .servedBy(Service.STORAGE)
            .on(Place.NODE)
            .build();

    public static final Endpoint<UploadFile, String> UPLOAD = post(ONE + "/upload", UploadFile.class, String.class)
            .summary("Upload an ISO image, a template or a disk to import.")
            .allow(Guard.on("/storage/{storage}", "Datastore.AllocateTemplate"))
            .servedBy(Service.STORAGE)
            .body(Body.UPLOAD)
            .build();

    public static final List<Endpoint<?, ?>> ALL =
            List.of(LIST, INDEX, STATUS, CONTENT, ALLOCATE, READ, UPDATE, DELETE, UPLOAD);

    private ContentApi() {}
}
