package io.coppice.storage.prune;

import io.coppice.contract.api.storage.PruneApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.backup.Keep;
import io.coppice.documents.backup.Retention;
import io.coppice.documents.volume.ContentKind;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.storage.definition.Storage;
import io.coppice.storage.directory.DirectoryStorage;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Chooses the backups that need not be kept. */
public final class Pruning {
    private final TaskRunner tasks;
    private final DirectoryStorage directories;
    private final PruneBackups task;

    public Pruning(TaskRunner tasks, DirectoryStorage directories, PruneBackups task) {
        this.tasks = tasks;
        this.directories = directories;
        this.task = task;
        tasks.register(task);
    }

    /** With Datastore.Allocate everything; else one guest's, whose backups one may make and whose space one may use. */
    public static void requirePrune(Caller caller, String storage, Optional<String> vmid) {
        String path = "/storage/" + storage;
        if (vmid.isEmpty() || caller.may(path, "Datastore.Allocate")) {
            caller.require(path, "Datastore.Allocate");
        } else {
            caller.require(path, "Datastore.AllocateSpace");
            caller.require("/vms/" + vmid.get(), "VM.Backup");
        }
    }

    public List<PruneApi.Marked> look(Storage storage, PruneApi.Prune in) throws IOException {
        return marked(storage, in).stream()
                .map(m -> new PruneApi.Marked(
                        m.seconds(), m.mark().word(), m.type(), m.vmid().map(Long::parseLong), m.volid()))
                .toList();
    }

    /** @return the task's UPID */
    public String prune(Storage storage, Caller caller, PruneApi.Prune in) throws IOException {
        List<Retention.Marked> all = marked(storage, in);
        List<String> gone = all.stream()
                .filter(m -> m.mark() == Retention.Mark.REMOVE)
                .map(m -> VolumeId.parse(m.volid()).name())
                .toList();
        String id = in.vmid().map(v -> v + "@").orElse("") + storage.id();
        PruneBackups.Params params = new PruneBackups.Params(storage.id().text(), gone, all.size() - gone.size());
        return tasks.start(task, params, id, caller, Queue.none()).toString();
    }

    private List<Retention.Marked> marked(Storage storage, PruneApi.Prune in) throws IOException {
        String keep = in.keep()
                .or(() -> storage.section().property("prune-backups"))
                .orElseThrow(() -> Refused.badParameter(
                        "prune-backups",
                        "storage '" + storage.id() + "' has no rule of its own, so say what shall be kept"));
        List<Retention.Backup> backups = directories.list(storage, Set.of(ContentKind.BACKUP), in.vmid()).stream()
                .map(Pruning::backup)
                .toList();
        return Retention.mark(backups, Keep.parse(keep), in.type(), ZoneId.systemDefault());
    }

    private static Retention.Backup backup(Map<String, Object> entry) {
        return new Retention.Backup(
                String.valueOf(entry.get("volid")),
                Optional.ofNullable(entry.get("vmid")).map(Object::toString),
                entry.get("ctime") instanceof Long seconds ? seconds : 0,
                entry.containsKey("protected"));
    }
}
