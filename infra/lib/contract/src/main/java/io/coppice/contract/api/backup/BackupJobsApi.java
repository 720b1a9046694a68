package io.coppice.contract.api.backup;

import static io.coppice.contract.endpoint.Endpoint.delete;
import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;
import static io.coppice.contract.endpoint.Endpoint.put;

import io.coppice.contract.backup.JobOptions;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Body;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** /cluster/backup, /cluster/backup-info and /cluster/jobs */
public final class BackupJobsApi {
    private static final String ALL_JOBS = "/cluster/backup";
    private static final String ONE = ALL_JOBS + "/{id}";
    private static final String ROOTS =
            "The options tmpdir, dumpdir and script are for root@pam alone; with prune-backups Datastore.Allocate on "
                    + "the storage.";

    public record None() {}

    public record OfJob(
            @Param(value = "The job.", maxLength = 50, pattern = "\\S+")
            String id) {}

    public record Create(
            @Param(value = "Its name; one is made up where it is left out.", format = "pve-configid")
            Optional<String> id,

            @Param(value = "Files of containers that are left out.", name = "exclude-path")
            Optional<List<String>> excludePath,

            Settings options) {}

    public record Update(
            @Param(value = "The job.", maxLength = 50, pattern = "\\S+")
            String id,

            @Param(value = "Options to take away.", format = "pve-configid-list")
            List<String> delete,

            @Param(value = "Files of containers that are left out.", name = "exclude-path")
            Optional<List<String>> excludePath,

            Settings options) {}

    public record Analyze(
            @Param(value = "How many times are told.", min = 1, max = 100, otherwise = "10")
            int iterations,

            @Param(value = "A calendar event.", format = "pve-calendar-event", maxLength = 128)
            String schedule,

            @Param("From when on, in seconds since 1970; now where it is left out.")
            Optional<Long> starttime) {}

    /** @param utc the same by the clock in UTC */
    public record Time(long timestamp, String utc) {}

    /** A guest that no job is of. */
    public record Missing(int vmid, String type, Optional<String> name) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> LIST = get(ALL_JOBS, None.class, List.class)
            .summary("The backup jobs.")
            .allow(Guard.on("/", "Sys.Audit"))
            .servedBy(Service.BACKUP)
            .build();

    public static final Endpoint<Create, Void> CREATE = post(ALL_JOBS, Create.class, Void.class)
            .summary("Make a backup job.")
            .allow(Guard.all(Guard.on("/", "Sys.Modify"), Guard.rule("backupJob", ROOTS)))
            .options(JobOptions.forCreate())
            .servedBy(Service.BACKUP)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfJob, Map> READ = get(ONE, OfJob.class, Map.class)
            .summary("A backup job.")
            .allow(Guard.on("/", "Sys.Audit"))
            .servedBy(Service.BACKUP)
            .build();

    public static final Endpoint<Update, Void> UPDATE = put(ONE, Update.class, Void.class)
            .summary("Change a backup job.")
            .allow(Guard.all(Guard.on("/", "Sys.Modify"), Guard.rule("backupJob", ROOTS)))
            .options(JobOptions.forUpdate())
            .servedBy(Service.BACKUP)
            .build();

    public static final Endpoint<OfJob, Void> DELETE = delete(ONE, OfJob.class, Void.class)
            .summary("Remove a backup job.")
            .allow(Guard.on("/", "Sys.Modify"))
            .servedBy(Service.BACKUP)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<OfJob, Map> INCLUDED = get(ONE + "/included_volumes", OfJob.class, Map.class)
            .summary("The guests of a job, and which of their volumes are in its archives.")
            .allow(Guard.on("/", "Sys.Audit"))
            .servedBy(Service.BACKUP)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> INFO = get("/cluster/backup-info", None.class, List.class)
            .summary("What is told of backups.")
            .allow(Guard.rootOnly())
            .body(Body.INDEX)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> NOT_BACKED_UP = get(
                    "/cluster/backup-info/not-backed-up", None.class, List.class)
            .summary("The guests that no job is of.")
            .allow(Guard.on("/", "Sys.Audit"))
            .servedBy(Service.BACKUP)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> JOBS = get("/cluster/jobs", None.class, List.class)
            .summary("What there is of jobs.")
            .allow(Guard.everyone())
            .body(Body.INDEX)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<Analyze, List> ANALYZE = get(
                    "/cluster/jobs/schedule-analyze", Analyze.class, List.class)
            .summary("When a calendar event comes next.")
            .allow(Guard.everyone())
            .servedBy(Service.BACKUP)
            .build();

    public static final List<Endpoint<?, ?>> ALL =
            List.of(LIST, CREATE, READ, UPDATE, DELETE, INCLUDED, INFO, NOT_BACKED_UP, JOBS, ANALYZE);

    private BackupJobsApi() {}
}
