package io.coppice.backup;

import io.coppice.backup.job.Coverage;
import io.coppice.backup.job.JobRoutes;
import io.coppice.backup.job.JobRuns;
import io.coppice.backup.job.Jobs;
import io.coppice.backup.job.Scheduler;
import io.coppice.backup.request.Backups;
import io.coppice.backup.request.Cluster;
import io.coppice.backup.request.JobCheck;
import io.coppice.backup.request.Looks;
import io.coppice.backup.request.NodeDefaults;
import io.coppice.backup.request.RunningBackups;
import io.coppice.backup.request.VzdumpRoutes;
import io.coppice.backup.run.CalledGuests;
import io.coppice.backup.run.Destinations;
import io.coppice.backup.run.Turn;
import io.coppice.backup.run.Vzdump;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.servicekit.task.Tasks;
import io.coppice.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** The service's graph of objects, and the endpoints that lead into it. */
public final class BackupService {
    private final VzdumpRoutes vzdump;
    private final JobRoutes jobs;
    private final Scheduler scheduler;

    /** What the service stands on. @param all the node's tasks, of whichever service; @param commands for programs that are told of backups */
    public record Ground(NodeName here, Store store, TaskRunner tasks, Tasks all, Clock clock, Commands commands) {}

    /**
     * @param calls to compute and storage
     * @param self the service as a caller
     * @param nodeDefaults the node's {@code vzdump.conf}, which need not be there
     */
    public BackupService(Ground ground, Calls calls, Caller self, Path nodeDefaults) {
        Cluster cluster = new Cluster(ground.store(), ground.here());
        NodeDefaults defaults = new NodeDefaults(nodeDefaults);
        Vzdump task = new Vzdump(
                new CalledGuests(calls, self),
                new Destinations(calls, self),
                ground.all()::log,
                ground.commands(),
                new Turn(upid -> isOver(ground, upid)));
        RunningBackups running = new RunningBackups(ground.here(), ground.all(), ground.tasks());
        Backups backups = new Backups(cluster, defaults, calls, self, ground.tasks(), task, running);
        this.vzdump = new VzdumpRoutes(backups, new Looks(cluster, defaults, calls, self));
        Jobs all = new Jobs(ground.store(), new JobCheck(cluster, calls, self)::require);
        this.jobs = new JobRoutes(all, new Coverage(cluster), ground.clock());
        this.scheduler = new Scheduler(
                all,
                ground.store(),
                ground.here(),
                ground.clock(),
                new JobRuns(all, backups, ground.here(), self, upid -> isOver(ground, upid)));
    }

    public Routes routes() {
        return vzdump.routes().add(jobs.routes());
    }

    /** One that is forgotten is. */
    private static boolean isOver(Ground ground, Upid task) throws IOException {
        return ground.all().find(task).map(v -> v.end().isPresent()).orElse(true);
    }

    /** Runs the jobs that are due. */
    public Reconciler scheduler() {
        return scheduler;
    }
}
