package io.coppice.storage.content;

import io.coppice.contract.word.StorageId;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.storage.definition.Definitions;
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
        return List.of(
                Step.step(
                        "look for the volume",
                        progress -> directories.file(definitions.require(new StorageId(p.storage())), p.volume()),
                        progress -> {}),
                Step.pivot("remove the volume", progress -> {
                    directories.free(definitions.require(new StorageId(p.storage())), p.volume(), Optional.empty());
                    progress.log("Removed volume '" + p.storage() + ":" + p.volume() + "'");
                }));
    }
}
