package io.coppice.backup.job;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the jobs that are due, each for the guests of this node. That a time is taken is in the truth before its task begins,
 * so a node that is killed in between loses it, and never runs it twice. While a job's last task runs, the next waits.
 */
public final class Scheduler implements Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private final Jobs jobs;
    private final Store store;
    private final NodeName here;
    private final Clock clock;
    private final Runs runs;
    private final Instant began;

    /** What is run. */
    public interface Runs {
        /** @return the task; empty where the job has no guests here */
        Optional<Upid> start(String id) throws IOException;

        boolean isOver(Upid task) throws IOException;
    }

    public Scheduler(Jobs jobs, Store store, NodeName here, Clock clock, Runs runs) {
        this.jobs = jobs;
        this.store = store;
        this.here = here;
        this.clock = clock;
        this.runs = runs;
        this.began = clock.instant();
    }

    private String folder() {
        return "coppice/backup/jobs/" + here + "/";
    }

    @Override
    public void reconcile() throws IOException, StoreUnavailable {
        Set<String> looked = new HashSet<>();
        for (Job job : jobs.all()) {
            if (job.isEnabled() && job.isOf(here.text())) {
                looked.add(folder() + job.id());
                look(job, clock.instant());
            }
        }
        for (Document d : store.image().below(folder())) {
            if (!looked.contains(d.path())) {
                Truth.submit(store, change().unchanged(d).delete(d.path()).build());
            }
        }
    }

    private void look(Job job, Instant now) throws IOException, StoreUnavailable {
        Optional<LastRun> last = store.image().find(folder() + job.id()).flatMap(d -> LastRun.parse(d.text()));
        if (last.filter(l -> l.schedule().equals(job.schedule())).isEmpty()) {
            // it is new, was off, or comes at other times now: what would have been before does not count
            note(job, new LastRun(job.schedule(), now, last.flatMap(LastRun::upid)));
            return;
        }
        Instant since = last.get().until();
        if (!job.isOn("repeat-missed", false) && since.isBefore(began)) {
            since = began;
        }
        Optional<Instant> due = job.next(since, ZoneId.systemDefault()).filter(t -> !t.isAfter(now));
        if (due.isEmpty()) {
            return;
        }
        if (last.get().upid().isPresent() && !runs.isOver(last.get().upid().get())) {
            LOG.debug("the job {} is due, and waits for its last task", job.id());
            return;
        }
        note(job, new LastRun(job.schedule(), now, Optional.empty()));
        Optional<Upid> task = runs.start(job.id());
        LOG.info(
                "the job {} was due at {}: {}",
                job.id(),
                due.get(),
                task.map(Upid::toString).orElse("nothing to do"));
        if (task.isPresent()) {
            note(job, new LastRun(job.schedule(), now, task));
        }
    }

    private void note(Job job, LastRun last) throws StoreUnavailable {
        Truth.submit(store, change().put(folder() + job.id(), last.text()).build());
    }

    private Change.Builder change() {
        return Change.by(Service.BACKUP, "system:backup@" + here);
    }
}
