package io.coppice.storage.prune;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.StorageId;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.storage.definition.Definitions;
import io.coppice.storage.definition.Storage;
import io.coppice.storage.directory.DirectoryStorage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The task {@code prunebackups}: removes the backups that were chosen. */
public final class PruneBackups implements TaskKind<PruneBackups.Params> {
    private final Definitions definitions;
    private final DirectoryStorage directories;

    public PruneBackups(Definitions definitions, DirectoryStorage directories) {
        this.definitions = definitions;
        this.directories = directories;
    }

    /** @param kept how many stay, for the log */
    public record Params(String storage, List<String> volumes, int kept) {}

    @Override
    public String type() {
        return "prunebackups";
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        StorageId storage = new StorageId(p.storage());
        return List.of(
                Step.step("look for the storage", progress -> definitions.require(storage), progress -> {}),
                Step.pivot("remove the backups", progress -> {
                    Optional<Storage> defined = definitions.find(storage);
                    if (defined.isEmpty()) {
                        progress.warn("storage '" + storage + "' is no longer defined; what it holds stays");
                        return;
                    }
                    progress.log("keeping " + p.kept() + " backups, removing "
                            + p.volumes().size());
                    for (String volume : p.volumes()) {
                        remove(defined.get(), volume, me, progress);
                    }
                }));
    }

    private void remove(Storage storage, String volume, TaskContext me, Progress progress) throws IOException {
        try {
            directories.requireRemovable(storage, volume);
        } catch (Refused r) {
            progress.log(r.failure().text()); // gone already, or protected since
            return;
        }
        directories.freeIn(me.id(), storage, volume);
        progress.log("removed backup '" + storage.id() + ":" + volume + "'");
    }
}
