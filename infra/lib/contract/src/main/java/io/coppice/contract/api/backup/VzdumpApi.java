package io.coppice.contract.api.backup;

import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;

import io.coppice.contract.backup.BackupOptions;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Place;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Settings;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.StorageId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** /nodes/{node}/vzdump */
public final class VzdumpApi {
    private static final String PATH = "/nodes/{node}/vzdump";

    public record Vzdump(
            @Param("The cluster node.") Optional<NodeName> node,

            @Param(value = "Files of containers that are left out.", name = "exclude-path")
            Optional<List<String>> excludePath,

            @Param(
                    value = "The job that asks for it; root@pam alone.",
                    name = "job-id",
                    maxLength = 50,
                    pattern = "\\S+")
            Optional<String> jobId,

            @Param("Write the archive to the standard output; of the command line alone.")
            Optional<Boolean> stdout,

            Settings options) {}

    public record Defaults(
            @Param("The cluster node.") NodeName node,
            @Param("With this storage's own settings.") Optional<StorageId> storage) {}

    public record Extract(
            @Param("The cluster node.") NodeName node,
            @Param("The archive.") String volume) {}

    public static final Endpoint<Vzdump, String> VZDUMP = post(PATH, Vzdump.class, String.class)
            .summary("Back guests up.")
            .allow(Guard.all(
                    Guard.everyone(),
                    Guard.rule(
                            "vzdump",
                            "VM.Backup on each guest, Datastore.AllocateSpace on the storage; with prune-backups "
                                    + "Datastore.Allocate there; with bwlimit, ionice or performance Sys.Modify "
                                    + "on /; tmpdir, dumpdir, script and job-id are for root@pam alone.")))
            .options(BackupOptions.parameters())
            .servedBy(Service.BACKUP)
            .on(Place.NODE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<Defaults, Map> DEFAULTS = get(PATH + "/defaults", Defaults.class, Map.class)
            .summary("What holds for backups where a call does not say it.")
            .allow(Guard.all(
                    Guard.everyone(),
                    Guard.rule(
                            "vzdumpDefaults",
                            "Datastore.Audit or Datastore.AllocateSpace on the storage; whom mails go to and the "
                                    + "node's paths only with Sys.Audit on the node.")))
            .servedBy(Service.BACKUP)
            .on(Place.NODE)
            .build();

    public static final Endpoint<Extract, String> EXTRACT_CONFIG = get(
                    PATH + "/extractconfig", Extract.class, String.class)
            .summary("The configuration that an archive holds.")
            .allow(Guard.all(
                    Guard.everyone(),
                    Guard.rule(
                            "extractConfig",
                            "Datastore.AllocateSpace on the storage and VM.Backup on the guest that was backed up.")))
            .servedBy(Service.BACKUP)
            .on(Place.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(VZDUMP, DEFAULTS, EXTRACT_CONFIG);

    private VzdumpApi() {}
}
