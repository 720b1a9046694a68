package io.coppice.backup.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.access.Identity;
import io.coppice.contract.api.backup.BackupJobsApi;
import io.coppice.contract.endpoint.Settings;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.contract.word.UserId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.store.memory.MemoryStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A node's clock, and what its jobs start when. */
class SchedulerTest {
    private static final NodeName HERE = new NodeName("pve1");
    private static final Caller ROOT = new Caller(
            new Identity.User(UserId.parse("root@pam")), (path, privilege) -> true, new Credential.None(), "");
    private final MemoryStore store = new MemoryStore(new Random(1), () -> 0);
    private final Jobs jobs = new Jobs(store, settings -> {});
    private final List<String> started = new ArrayList<>();
    private boolean over = true;
    private Instant now = Instant.parse("2026-05-01T10:00:30Z");
    private Scheduler scheduler = again();

    private final class Ours extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** As after a restart. */
    private Scheduler again() {
        return new Scheduler(jobs, store, HERE, new Ours(), new Scheduler.Runs() {
            @Override
            public Optional<Upid> start(String id) {
                started.add(id + "@" + now.toString().substring(11, 16));
                return Optional.of(new Upid(HERE, 1, 1, now.getEpochSecond(), "vzdump", "", "root@pam"));
            }

            @Override
            public boolean isOver(Upid task) {
                return over;
            }
        });
    }

    private void make(String id, String... more) throws Exception {
        Map<String, String> options = new HashMap<>(Map.of("all", "1", "schedule", "*:0/10 UTC"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        jobs.create(ROOT, new BackupJobsApi.Create(Optional.of(id), Optional.empty(), new Settings(options)));
        scheduler.reconcile();
    }

    private void pass(int minutes) throws Exception {
        now = now.plus(Duration.ofMinutes(minutes));
        scheduler.reconcile();
    }

    private void set(String id, String option, String value) throws Exception {
        jobs.update(
                ROOT, new BackupJobsApi.Update(id, List.of(), Optional.empty(), new Settings(Map.of(option, value))));
    }

    @Test
    void a_job_runs_at_its_times_each_once() throws Exception {
        make("often");
        for (int i = 0; i < 25; i++) {
            pass(1);
            scheduler.reconcile();
        }
        assertEquals(List.of("often@10:10", "often@10:20"), started);
    }

    @Test
    void a_restart_runs_nothing_twice_and_nothing_that_went_by() throws Exception {
        make("often");
        pass(10);
        scheduler = again();
        scheduler.reconcile();
        now = now.plus(Duration.ofMinutes(35));
        scheduler = again();
        scheduler.reconcile();
        assertEquals(List.of("often@10:10"), started);
        pass(5);
        assertEquals(List.of("often@10:10", "often@10:50"), started);
    }

    @Test
    void what_went_by_runs_once_where_the_job_says_so() throws Exception {
        make("kept", "repeat-missed", "1");
        now = now.plus(Duration.ofMinutes(35));
        scheduler = again();
        scheduler.reconcile();
        scheduler.reconcile();
        assertEquals(List.of("kept@10:35"), started);
    }

    @Test
    void one_that_was_off_or_comes_at_other_times_now_does_not_look_back() throws Exception {
        make("kept", "repeat-missed", "1", "enabled", "0");
        pass(35);
        set("kept", "enabled", "1");
        pass(1);
        assertEquals(List.of(), started);
        set("kept", "schedule", "*:5/10 UTC");
        pass(1);
        pass(8);
        assertEquals(List.of("kept@10:45"), started);
    }

    @Test
    void the_next_time_waits_for_the_task_of_the_last() throws Exception {
        make("long");
        pass(10);
        over = false;
        pass(10);
        over = true;
        pass(1);
        assertEquals(List.of("long@10:10", "long@10:21"), started);
    }

    @Test
    void another_nodes_job_is_not_ours_and_what_was_noted_of_one_goes_with_it() throws Exception {
        make("others", "node", "pve2");
        make("ours");
        pass(10);
        jobs.delete(ROOT, "ours");
        pass(10);
        assertEquals(List.of("ours@10:10"), started);
        assertEquals(0, store.image().below("coppice/backup/jobs/").size());
    }

    @Test
    void a_run_that_could_not_be_begun_is_not_begun_again() throws Exception {
        make("often");
        Scheduler failing = new Scheduler(jobs, store, HERE, new Ours(), new Scheduler.Runs() {
            @Override
            public Optional<Upid> start(String id) throws IOException {
                throw new IOException("killed");
            }

            @Override
            public boolean isOver(Upid task) {
                return true;
            }
        });
        now = now.plus(Duration.ofMinutes(10));
        assertThrows(IOException.class, failing::reconcile);
        scheduler.reconcile();
        assertEquals(List.of(), started);
    }

    @Test
    void a_job_says_what_is_missing_or_too_much_by_its_name() {
        for (Map<String, String> bad : List.of(
                Map.of("schedule", "daily"),
                Map.of("vmid", "100"),
                Map.of("vmid", "100", "pool", "web", "schedule", "daily"),
                Map.of("all", "1", "schedule", "daily", "starttime", "1:00"),
                Map.of("all", "1", "schedule", "daily", "storage", "local", "dumpdir", "/srv"))) {
            assertThrows(
                    Refused.class,
                    () -> jobs.create(
                            ROOT, new BackupJobsApi.Create(Optional.of("bad"), Optional.empty(), new Settings(bad))),
                    bad.toString());
        }
        assertEquals(List.of(), jobs.all());
    }

    @Test
    void days_and_a_start_time_are_a_schedule_and_another_choice_takes_the_place_of_the_first() throws Exception {
        jobs.create(
                ROOT,
                new BackupJobsApi.Create(
                        Optional.of("old"),
                        Optional.of(List.of("/srv/x", "cache")),
                        new Settings(Map.of("vmid", "100,101", "starttime", "3:15", "dow", "mon,fri"))));
        set("old", "all", "1");
        Map<String, Object> shown = jobs.require("old").shown(now, ZoneOffset.UTC);
        assertEquals("mon,fri 3:15", shown.get("schedule"));
        assertEquals(1L, shown.get("all"));
        assertEquals(List.of("/srv/x", "cache"), shown.get("exclude-path"));
        assertEquals(Instant.parse("2026-05-04T03:15:00Z").getEpochSecond(), shown.get("next-run"));
        assertEquals(false, shown.containsKey("vmid"));
    }
}
