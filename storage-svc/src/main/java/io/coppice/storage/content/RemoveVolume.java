package io.coppice.storage.content;

import io.coppice.contract.word.StorageId;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.storage.definition.Definitions;
import io.coppice.storage.definition.Storage;
import io.coppice.storage.directory.DirectoryStorage;
import java.util.List;
import java.util.Optional;

/** The task {@code imgdel}: removes one volume. */
public final class RemoveVolume implements TaskKind<RemoveVolume.Params> {
    private final Definitions definitions;
    private final DirectoryStorage directories;

    public RemoveVolume(Definitions definitions, DirectoryStorage directories) {
        this.definitions = definitions;
        this.directories = directories;
    }

    /** Which volume of which storage. */
    public record Params(String storage, String volume) {}

    @Override
    public String type() {
        return "imgdel";
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        StorageId storage = new StorageId(p.storage());
        return List.of(
                Step.step(
                        "look for the volume",
                        progress -> directories.requireRemovable(definitions.require(storage), p.volume()),
                        progress -> {}),
                Step.pivot("remove the volume", progress -> {
                    Optional<Storage> defined = definitions.find(storage);
                    if (defined.isEmpty()) {
                        progress.warn("storage '" + storage + "' is no longer defined; what it holds stays");
                        return;
                    }
                    directories.freeIn(me.id(), defined.get(), p.volume());
                    progress.log("Removed volume '" + storage + ":" + p.volume() + "'");
                }));
    }
}
