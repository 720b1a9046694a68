package io.coppice.backup.job;

import io.coppice.backup.request.Rights;
import io.coppice.contract.api.backup.BackupJobsApi;
import io.coppice.contract.calendar.CalendarEvent;
import io.coppice.servicekit.serve.Routes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code /cluster/backup}, {@code /cluster/backup-info} and {@code /cluster/jobs}. */
public final class JobRoutes {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private final Jobs jobs;
    private final Coverage coverage;
    private final Clock clock;

    public JobRoutes(Jobs jobs, Coverage coverage, Clock clock) {
        this.jobs = jobs;
        this.coverage = coverage;
        this.clock = clock;
    }

    public Routes routes() {
        ZoneId zone = ZoneId.systemDefault();
        return new Routes()
                .rule("backupJob", Rights::requireJob)
                .serve(
                        BackupJobsApi.LIST,
                        (caller, in) -> jobs.all().stream()
                                .map(j -> j.shown(clock.instant(), zone))
                                .toList())
                .serve(BackupJobsApi.CREATE, (caller, in) -> {
                    jobs.create(caller, in);
                    return null;
                })
                .serve(BackupJobsApi.READ, (caller, in) -> jobs.require(in.id()).shown(clock.instant(), zone))
                .serve(BackupJobsApi.UPDATE, (caller, in) -> {
                    jobs.update(caller, in);
                    return null;
                })
                .serve(BackupJobsApi.DELETE, (caller, in) -> {
                    jobs.delete(caller, in.id());
                    return null;
                })
                .serve(BackupJobsApi.INCLUDED, (caller, in) -> coverage.included(jobs.require(in.id())))
                .serve(BackupJobsApi.NOT_BACKED_UP, (caller, in) -> coverage.missing(jobs.all()))
                .serve(BackupJobsApi.ANALYZE, (caller, in) -> times(in, zone));
    }

    private List<BackupJobsApi.Time> times(BackupJobsApi.Analyze in, ZoneId zone) {
        CalendarEvent event = CalendarEvent.parse(in.schedule());
        List<BackupJobsApi.Time> all = new ArrayList<>();
        Optional<Instant> at =
                event.next(in.starttime().map(Instant::ofEpochSecond).orElseGet(clock::instant), zone);
        while (at.isPresent() && all.size() < in.iterations()) {
            all.add(new BackupJobsApi.Time(at.get().getEpochSecond(), UTC.format(at.get())));
            at = event.next(at.get(), zone);
        }
        return all;
    }
}
