package io.coppice.backup.job;

import io.coppice.backup.request.Backups;
import io.coppice.contract.api.backup.VzdumpApi;
import io.coppice.contract.endpoint.Settings;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.servicekit.serve.Caller;
import java.io.IOException;
import java.util.Optional;

/** Jobs as tasks {@code vzdump} of this node. One that cannot be done is a task too, which says why. */
public final class JobRuns implements Scheduler.Runs {
    private final Jobs jobs;
    private final Backups backups;
    private final NodeName here;
    private final Caller self;
    private final Over over;

    /** Whether a task has ended. */
    @FunctionalInterface
    public interface Over {
        boolean is(Upid task) throws IOException;
    }

    /** @param self on whose behalf jobs run: whoever made one could have made all its backups */
    public JobRuns(Jobs jobs, Backups backups, NodeName here, Caller self, Over over) {
        this.jobs = jobs;
        this.backups = backups;
        this.here = here;
        this.self = self;
        this.over = over;
    }

    @Override
    public Optional<Upid> start(String id) throws IOException {
        Job job = jobs.require(id);
        VzdumpApi.Vzdump call = new VzdumpApi.Vzdump(
                Optional.of(here),
                Optional.of(job.excluded()).filter(e -> !e.isEmpty()),
                Optional.of(id),
                Optional.empty(),
                new Settings(job.settings()));
        try {
            String started = backups.start(self, call);
            return started.equals(Backups.NOTHING) ? Optional.empty() : Optional.of(Upid.parse(started));
        } catch (Refused e) {
            return Optional.of(backups.refused(self, id, e.failure().text()));
        }
    }

    @Override
    public boolean isOver(Upid task) throws IOException {
        return over.is(task);
    }
}
