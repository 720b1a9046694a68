package io.coppice.backup.job;

import io.coppice.contract.api.backup.BackupJobsApi;
import io.coppice.contract.backup.JobOptions;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Malformed;
import io.coppice.documents.section.SectionFile;
import io.coppice.documents.section.SectionFile.Section;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@code /cluster/backup}: reads and writes the backup jobs of {@code jobs.cfg}. */
public final class Jobs {
    private static final String PREFIX = "jobs.cfg:" + Job.TYPE + ":";
    private static final List<String> SELECTIONS = List.of("vmid", "all", "pool");
    private final Store store;
    private final Check check;

    /** Refuses what no backup could be told. */
    @FunctionalInterface
    public interface Check {
        void settings(Map<String, String> settings);
    }

    public Jobs(Store store, Check check) {
        this.store = store;
        this.check = check;
    }

    /** All of them, by name; one that cannot be read is passed over. */
    List<Job> all() {
        List<Job> all = new ArrayList<>();
        for (Document d : store.image().below(PREFIX)) {
            try {
                all.add(new Job(SectionFile.section(d.text())));
            } catch (Malformed e) {
                continue;
            }
        }
        return all;
    }

    /** @throws Refused where there is none */
    Job require(String id) {
        return new Job(SectionFile.section(document(id).text()));
    }

    private Document document(String id) {
        return store.image()
                .find(PREFIX + id)
                .orElseThrow(() -> Refused.badParameter("id", "No such job '" + id + "'"));
    }

    void create(Caller caller, BackupJobsApi.Create in) throws StoreUnavailable {
        String id =
                in.id().orElseGet(() -> "backup-" + UUID.randomUUID().toString().substring(0, 13));
        Map<String, String> options = options(in.options().texts(), in.excludePath());
        Job job = new Job(new Section(Job.TYPE, id, options));
        requireWhole(job);
        requireRights(caller, job, options);
        if (store.image().find(PREFIX + id).isPresent()) {
            throw Refused.conflict("Job '" + id + "' already exists");
        }
        Truth.submit(
                store,
                change(caller)
                        .absent(PREFIX + id)
                        .put(PREFIX + id, job.section().text())
                        .build());
    }

    void update(Caller caller, BackupJobsApi.Update in) throws StoreUnavailable {
        Document before = document(in.id());
        Section section = SectionFile.section(before.text());
        Map<String, String> set = options(in.options().texts(), in.excludePath());
        for (String gone : in.delete()) {
            if (set.containsKey(gone)) {
                throw Refused.badParameter("delete", "unable to set and delete '" + gone + "' at the same time");
            }
            if (gone.equals("schedule") || !JobOptions.kept().containsKey(gone)) {
                throw Refused.badParameter("delete", "unable to delete option '" + gone + "'");
            }
            section = section.without(gone);
        }
        if (SELECTIONS.stream().anyMatch(s -> chooses(set, s))) {
            for (String other : SELECTIONS) {
                section = set.containsKey(other) ? section : section.without(other);
            }
        }
        for (Map.Entry<String, String> e : set.entrySet()) {
            section = section.with(e.getKey(), e.getValue());
        }
        Job job = new Job(section);
        requireWhole(job);
        requireRights(caller, job, set);
        Truth.submit(
                store,
                change(caller)
                        .unchanged(before)
                        .put(before.path(), section.text())
                        .build());
    }

    void delete(Caller caller, String id) throws StoreUnavailable {
        Document before = document(id);
        Truth.submit(
                store, change(caller).unchanged(before).delete(before.path()).build());
    }

    private static Change.Builder change(Caller caller) {
        return Change.by(Service.BACKUP, caller.name());
    }

    private static boolean chooses(Map<String, String> set, String selection) {
        return set.containsKey(selection) && !set.get(selection).equals("0");
    }

    /** As they are kept: days and a start time as a schedule, lists as texts. */
    private static Map<String, String> options(Map<String, String> said, Optional<List<String>> excluded) {
        Map<String, String> all = new LinkedHashMap<>(said);
        Optional<String> time = Optional.ofNullable(all.remove("starttime"));
        Optional<String> days = Optional.ofNullable(all.remove("dow"));
        if (time.isPresent() && all.containsKey("schedule")) {
            throw Refused.badParameter("starttime", "option conflicts with option 'schedule'");
        }
        time.ifPresent(t -> all.put("schedule", days.map(d -> d + " ").orElse("") + t));
        excluded.ifPresent(paths -> {
            if (paths.stream().anyMatch(p -> p.isEmpty() || p.matches("(?s).*[\\s,;\\x00].*"))) {
                throw Refused.badParameter(
                        "exclude-path", "a job's paths hold no blanks, commas or semicolons; write '?' in their place");
            }
            all.put("exclude-path", String.join(",", paths));
        });
        return all;
    }

    /** Who says what is removed of a storage's backups could remove them. */
    private static void requireRights(Caller caller, Job job, Map<String, String> set) {
        if (set.containsKey("prune-backups")
                || set.containsKey("storage") && job.text("prune-backups").isPresent()) {
            job.text("storage").ifPresent(s -> caller.require("/storage/" + s, "Datastore.Allocate"));
        }
    }

    /** @throws Refused naming what is missing, too much, or not to be done */
    private void requireWhole(Job job) {
        Map<String, String> options = job.section().properties();
        List<String> chosen =
                SELECTIONS.stream().filter(s -> chooses(options, s)).toList();
        if (chosen.isEmpty()) {
            throw Refused.badParameter(
                    "vmid", "property is missing and it is not optional: name guests, a pool, or all");
        }
        if (chosen.size() > 1) {
            throw Refused.badParameter(chosen.get(1), "option conflicts with option '" + chosen.getFirst() + "'");
        }
        if (job.schedule().isEmpty()) {
            throw Refused.badParameter("schedule", "property is missing and it is not optional: say when it runs");
        }
        job.text("storage").filter(s -> options.containsKey("dumpdir")).ifPresent(s -> {
            throw Refused.badParameter("dumpdir", "option conflicts with option 'storage'");
        });
        check.settings(job.settings());
    }
}
