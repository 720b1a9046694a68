package io.coppice.contract.api.storage;

import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Place;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.StorageId;
import java.util.List;
import java.util.Optional;

/** /nodes/{node}/query-url-metadata and /nodes/{node}/storage/{storage}/download-url */
public final class DownloadApi {
    private static final Guard REACHES_OUT =
            Guard.any(Guard.on("/", "Sys.Audit", "Sys.Modify"), Guard.on("/nodes/{node}", "Sys.AccessNetwork"));

    public record OfUrl(
            @Param("The cluster node.") NodeName node,

            @Param(value = "Where it lies.", pattern = "https?://.*")
            String url,

            @Param(
                    value = "Believe no server whose certificate does not hold.",
                    name = "verify-certificates",
                    otherwise = "1")
            boolean verify) {}

    public record Metadata(Optional<String> filename, Optional<String> mimetype, Optional<Long> size) {}

    public record DownloadUrl(
            @Param("The cluster node.") NodeName node,
            @Param("The storage.") StorageId storage,

            @Param(value = "Where it lies.", pattern = "https?://.*")
            String url,

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

            @Param("How it is compressed; files are kept as they come, so this is refused.")
            Optional<String> compression,

            @Param(
                    value = "Believe no server whose certificate does not hold.",
                    name = "verify-certificates",
                    otherwise = "1")
            boolean verify) {}

    public static final Endpoint<OfUrl, Metadata> METADATA = get(
                    "/nodes/{node}/query-url-metadata", OfUrl.class, Metadata.class)
            .summary("What a server says of a file before it is downloaded.")
            .allow(REACHES_OUT)
            .servedBy(Service.STORAGE)
            .on(Place.NODE)
            .build();

    public static final Endpoint<DownloadUrl, String> DOWNLOAD = post(
                    "/nodes/{node}/storage/{storage}/download-url", DownloadUrl.class, String.class)
            .summary("Download an ISO image, a template or a disk to import.")
            .allow(Guard.all(Guard.on("/storage/{storage}", "Datastore.AllocateTemplate"), REACHES_OUT))
            .servedBy(Service.STORAGE)
            .on(Place.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(METADATA, DOWNLOAD);

    private DownloadApi() {}
}
