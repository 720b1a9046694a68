package io.coppice.backup;

import io.coppice.backup.request.Backups;
import io.coppice.backup.request.Cluster;
import io.coppice.backup.request.Looks;
import io.coppice.backup.request.NodeDefaults;
import io.coppice.backup.request.VzdumpRoutes;
import io.coppice.backup.run.CalledGuests;
import io.coppice.backup.run.Destinations;
import io.coppice.backup.run.Vzdump;
import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.store.Store;
import java.nio.file.Path;

/** The service's graph of objects, and the endpoints that lead into it. */
public final class BackupService {
    private final VzdumpRoutes vzdump;

    /** What the service stands on. @param log what a task has said */
    public record Ground(NodeName here, Store store, TaskRunner tasks, Vzdump.Log log) {}

    /**
     * @param calls to compute and storage
     * @param self the service as a caller
     * @param nodeDefaults the node's {@code vzdump.conf}, which need not be there
     */
    public BackupService(Ground ground, Calls calls, Caller self, Path nodeDefaults) {
        Cluster cluster = new Cluster(ground.store(), ground.here());
        NodeDefaults defaults = new NodeDefaults(nodeDefaults);
        Vzdump task = new Vzdump(new CalledGuests(calls, self), new Destinations(calls, self), ground.log());
        this.vzdump = new VzdumpRoutes(
                new Backups(cluster, defaults, calls, self, ground.tasks(), task),
                new Looks(cluster, defaults, calls, self));
    }

    public Routes routes() {
        return vzdump.routes();
    }
}
