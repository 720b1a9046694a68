package io.coppice.backup.request;

import io.coppice.backup.run.Vzdump;
import io.coppice.contract.api.backup.VzdumpApi;
import io.coppice.contract.api.storage.ArchivesInternalApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.schema.Formats;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Upid;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.backup.BackupSettings;
import io.coppice.documents.backup.GuestSelection;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.TaskRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code POST /nodes/{node}/vzdump}: what can be refused is, before a task begins. */
public final class Backups {
    private static final String FIRST_STORAGE = "local";
    /** What a call gets that has nothing to do on this node. */
    public static final String NOTHING = "OK";

    /** What {@code stdexcludes} leaves out. */
    private static final List<String> TEMPORARY = List.of("/tmp/?*", "/var/tmp/?*", "/var/run/?*.pid");

    private final Cluster cluster;
    private final NodeDefaults defaults;
    private final Calls calls;
    private final Caller self;
    private final TaskRunner tasks;
    private final Vzdump task;
    private final RunningBackups running;

    /** @param self as which other services are asked, once it is known that the caller may */
    public Backups(
            Cluster cluster,
            NodeDefaults defaults,
            Calls calls,
            Caller self,
            TaskRunner tasks,
            Vzdump task,
            RunningBackups running) {
        this.cluster = cluster;
        this.defaults = defaults;
        this.calls = calls;
        this.self = self;
        this.tasks = tasks;
        this.task = task;
        this.running = running;
        tasks.register(task);
    }

    /** @return the task's UPID */
    public String start(Caller caller, VzdumpApi.Vzdump in) throws IOException {
        Map<String, String> said = new TreeMap<>(in.options().texts());
        in.excludePath().ifPresent(paths -> said.put("exclude-path", String.join("\0", paths)));
        if (in.stdout().orElse(false)) {
            throw Refused.badParameter("stdout", "only the command line has a standard output");
        }
        if ("1".equals(said.get("stop"))) {
            running.stop(caller);
            if (Stream.of("vmid", "pool", "all").noneMatch(said::containsKey)) {
                return NOTHING;
            }
        }
        Target target = target(said);
        if (!target.storage().isEmpty()) {
            Rights.requireStorage(caller, target.storage(), said.containsKey("prune-backups"));
        }
        List<String> lines = new ArrayList<>();
        in.jobId().ifPresent(job -> lines.add("starting new backup job: " + job));
        List<String> vmids = guests(caller, said, lines, in.jobId().isPresent());
        if (vmids.isEmpty()) {
            return NOTHING;
        }
        Optional<String> storageKeeps = look(caller, target, said, vmids);
        BackupSettings settings = BackupSettings.of(said, storageKeeps, defaults.read(), NodeDefaults.otherwise());
        Served.require(settings.values());
        tell(settings, lines);
        boolean one = vmids.size() == 1;
        return tasks.start(
                        task,
                        params(settings, target, vmids, lines),
                        one ? vmids.getFirst() : "",
                        caller,
                        one ? Queue.guest(Vmid.parse(vmids.getFirst())) : Queue.none())
                .toString();
    }

    /** Where archives go: one of both is empty. */
    private record Target(String storage, String dumpdir) {}

    private Target target(Map<String, String> said) throws IOException {
        Map<String, String> node = defaults.read();
        String storage = said.getOrDefault("storage", "");
        String folder = said.getOrDefault("dumpdir", "");
        if (!storage.isEmpty() && !folder.isEmpty()) {
            throw Refused.badParameter("dumpdir", "a storage is named already; give one of both");
        }
        if (storage.isEmpty() && folder.isEmpty()) {
            storage = node.getOrDefault("storage", "");
            folder = storage.isEmpty() ? node.getOrDefault("dumpdir", "") : "";
        }
        if (!folder.isEmpty() && !Path.of(folder).isAbsolute()) {
            throw Refused.badParameter("dumpdir", "'" + folder + "' is no absolute path");
        }
        return new Target(storage.isEmpty() && folder.isEmpty() ? FIRST_STORAGE : storage, folder);
    }

    /**
     * A task that tells why a job cannot be done.
     *
     * @param why in people's words
     */
    public Upid refused(Caller caller, String job, String why) {
        List<String> lines = List.of("starting new backup job: " + job);
        Vzdump.Params nothing = new Vzdump.Params(
                List.of(),
                List.of(),
                List.of(),
                "",
                "",
                "snapshot",
                "0",
                1,
                0,
                0,
                "",
                "",
                false,
                "",
                false,
                List.of(),
                "",
                lines,
                why,
                Vzdump.Manners.USUAL);
        return tasks.start(task, nothing, "", caller, Queue.none());
    }

    /** People are told by the task and its events alone: whoever wants more hears that. */
    private static void tell(BackupSettings settings, List<String> lines) {
        boolean mail = settings.value("mailto").filter(m -> !m.isBlank()).isPresent();
        if (mail
                || settings.value("notification-mode")
                        .filter("legacy-sendmail"::equals)
                        .isPresent()) {
            lines.add("this node sends no mails: nobody is told of this backup but by its task and its events");
        }
    }

    /** @param passing whether guests that are not there are passed over, with a word */
    private List<String> guests(Caller caller, Map<String, String> said, List<String> lines, boolean passing) {
        boolean all = "1".equals(said.get("all"));
        Optional<String> pool = Optional.ofNullable(said.get("pool"));
        List<String> vmids = Formats.split(said.getOrDefault("vmid", ""));
        if (!all && pool.isEmpty() && vmids.isEmpty()) {
            throw Refused.badParameter(
                    "vmid", "property is missing and it is not optional: name guests, a pool, or all");
        }
        if ((all ? 1 : 0) + (pool.isPresent() ? 1 : 0) + (vmids.isEmpty() ? 0 : 1) > 1) {
            throw Refused.badParameter(all ? "all" : "pool", "give one of vmid, pool and all");
        }
        Set<String> members = pool.map(
                        p -> cluster.members(p).orElseThrow(() -> Refused.notFound("pool '" + p + "' does not exist")))
                .orElse(Set.of());
        GuestSelection selection = new GuestSelection(
                all,
                vmids,
                new HashSet<>(Formats.split(said.getOrDefault("exclude", ""))),
                pool,
                Optional.of(cluster.here().text()));
        Map<String, List<String>> chosen = selection.of(cluster.nodes(), members);
        for (String lost : chosen.getOrDefault(GuestSelection.NOWHERE, List.of())) {
            if (!passing) {
                throw Refused.notFound("unable to find VM '" + lost + "'");
            }
            lines.add("there is no guest " + lost + ", which the job names");
        }
        List<String> here = chosen.getOrDefault(cluster.here().text(), List.of());
        if (all) {
            here = here.stream()
                    .filter(v -> caller.may("/vms/" + v, "VM.Backup"))
                    .toList();
        }
        for (String vmid : here) {
            caller.require("/vms/" + vmid, "VM.Backup");
        }
        return here;
    }

    /** @return what the storage keeps */
    private Optional<String> look(Caller caller, Target target, Map<String, String> said, List<String> vmids) {
        if (target.storage().isEmpty()) {
            if (said.containsKey("prune-backups")) {
                throw Refused.badParameter("prune-backups", "backups in a directory are not pruned; name a storage");
            }
            return Optional.of("keep-all=1");
        }
        boolean unlimited = caller.may("/storage/" + target.storage(), "Datastore.Allocate");
        Optional<String> keeps = Optional.empty();
        for (String vmid : vmids) {
            Optional<Vmid> more = "1".equals(said.get("protected")) ? Optional.of(Vmid.parse(vmid)) : Optional.empty();
            keeps = Objects.requireNonNull(calls.call(
                            ArchivesInternalApi.LOOK,
                            new ArchivesInternalApi.Look(new StorageId(target.storage()), more, unlimited),
                            self))
                    .pruneBackups();
            if (more.isEmpty()) {
                return keeps;
            }
        }
        return keeps;
    }

    private Vzdump.Params params(BackupSettings s, Target target, List<String> vmids, List<String> lines) {
        String notes = s.value("notes-template").orElse("");
        Served.requireNotes(notes);
        return new Vzdump.Params(
                vmids.stream().map(Integer::parseInt).toList(),
                vmids.stream().map(cluster::name).toList(),
                vmids.stream().map(v -> cluster.type(v).orElse("qemu")).toList(),
                target.storage(),
                target.dumpdir(),
                s.value("mode").orElse("snapshot"),
                s.value("compress").orElse("0"),
                threads(s),
                Long.parseLong(s.value("bwlimit").orElse("0")),
                number(s, "stopwait"),
                notes,
                "",
                "1".equals(s.value("protected").orElse("0")),
                s.remove() ? s.keptText() : "",
                "1".equals(s.value("quiet").orElse("0")),
                excluded(s),
                s.value("script").orElse(""),
                lines,
                "",
                new Vzdump.Manners(
                        Integer.parseInt(s.value("lockwait").orElse("180")),
                        Integer.parseInt(s.value("ionice").orElse("7")),
                        s.value("tmpdir").orElse(""),
                        Served.fleecing(s.values()).orElse("")));
    }

    /** Of zstd 0, and of gzip 1, is half of the processors; gzip has one thread where nobody says more. */
    private static int threads(BackupSettings s) {
        boolean gzip = s.value("compress").filter("gzip"::equals).isPresent();
        int said = number(s, gzip ? "pigz" : "zstd");
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return gzip ? said == 0 ? 1 : said == 1 ? half : said : said == 0 ? half : said;
    }

    /** Files of containers. */
    private static List<String> excluded(BackupSettings s) {
        List<String> all =
                new ArrayList<>(s.value("exclude-path").map(Formats::split).orElse(List.of()));
        if (!"0".equals(s.value("stdexcludes").orElse("1"))) {
            all.addAll(TEMPORARY);
        }
        return all;
    }

    private static int number(BackupSettings s, String option) {
        return Math.min(256, Math.max(0, Integer.parseInt(s.value(option).orElse("0"))));
    }
}
