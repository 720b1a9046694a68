package io.coppice.storage.moving;

import io.coppice.contract.api.storage.MovingInternalApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.guest.GuestMove;
import io.coppice.servicekit.serve.Routes;
import io.coppice.storage.content.Contents;
import io.coppice.storage.definition.Storage;
import io.coppice.storage.directory.DirectoryStorage;
import io.coppice.storage.directory.MovedFiles;
import io.coppice.store.Store;
import io.coppice.store.seen.RevisionGate;
import java.io.IOException;
import java.util.List;

/** What a task that moves a guest asks of the storages of both nodes. */
public final class MovingRoutes {
    private final Store store;
    private final Contents contents;
    private final DirectoryStorage directories;
    private final MovedFiles files;
    private final Away away;

    public MovingRoutes(Store store, Contents contents, DirectoryStorage directories, Away away) {
        this.store = store;
        this.contents = contents;
        this.directories = directories;
        this.files = directories.moved();
        this.away = away;
    }

    public Routes routes() {
        return new Routes()
                .serve(MovingInternalApi.PLACED, (caller, in) -> placed(in.volume()))
                .serve(
                        MovingInternalApi.MARK,
                        (caller, in) -> new MovingInternalApi.Marked(files.mark(
                                storage(in.volume(), in.mark()), in.volume().name(), in.mark())))
                .serve(MovingInternalApi.UNMARK, (caller, in) -> {
                    files.unmark(
                            contents.usable(in.volume().storage()), in.volume().name(), in.mark());
                    return null;
                })
                .serve(
                        MovingInternalApi.BEGIN,
                        (caller, in) -> new MovingInternalApi.Begun(files.begin(
                                storage(in.volume(), in.mark()), in.volume().name(), in.mark())))
                .serve(
                        MovingInternalApi.SEND,
                        (caller, in) -> new MovingInternalApi.Sent(new Sending(away, in)
                                .send(directories.file(
                                        contents.usable(in.volume().storage()),
                                        in.volume().name()))))
                .serve(
                        MovingInternalApi.RECEIVE,
                        (caller, in) -> new MovingInternalApi.Summed(files.receive(
                                contents.usable(in.volume().storage()),
                                in.volume().name(),
                                in.mark(),
                                new MovedFiles.Range(in.offset(), in.length()),
                                in.body().bytes())))
                .serve(
                        MovingInternalApi.SUM,
                        (caller, in) -> new MovingInternalApi.Summed(files.sum(
                                contents.usable(in.volume().storage()),
                                in.volume().name(),
                                in.mark(),
                                new MovedFiles.Range(in.offset(), in.length()))))
                .serve(MovingInternalApi.FINISH, (caller, in) -> {
                    files.finish(
                            contents.usable(in.volume().storage()), in.volume().name(), in.mark(), in.bytes());
                    return null;
                });
    }

    private MovingInternalApi.Placed placed(VolumeId volume) throws IOException {
        Storage storage = contents.usable(volume.storage());
        long bytes =
                directories.open(storage, volume.name()) instanceof Opening.FileOpening file ? file.sizeBytes() : 0;
        String nodes = storage.section().properties().getOrDefault("nodes", "");
        return new MovingInternalApi.Placed(
                storage.shared(), nodes.isEmpty() ? List.of() : List.of(nodes.split("[,;\\s]+")), bytes);
    }

    /**
     * What bears a move's mark is swept when the truth does not know the move, so it must be known here before anything is
     * marked.
     */
    private Storage storage(VolumeId volume, String mark) throws InterruptedException {
        String path = GuestMove.taskOf(mark)
                .map(GuestMove::path)
                .orElseThrow(() -> Refused.badParameter("mark", "'" + mark + "' is no move's"));
        if (!RevisionGate.await(store, image -> image.find(path).isPresent(), away.patience())) {
            NodeName here = contents.here();
            throw Refused.conflict("node '" + here + "' does not know yet of what is moved; try again");
        }
        return contents.usable(volume.storage());
    }
}
