package io.coppice.storage.upload;

import io.coppice.contract.api.storage.ContentApi;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.storage.definition.Storage;
import io.coppice.storage.directory.VolumeNews;
import java.io.IOException;
import java.nio.file.Files;

/** Takes uploads in, and hands each to a task. */
public final class Uploads {
    private final TaskRunner tasks;
    private final Incoming incoming;
    private final FinishUpload finish;

    public Uploads(TaskRunner tasks, Incoming incoming, VolumeNews news) {
        this.finish = new FinishUpload(news);
        this.tasks = tasks;
        this.incoming = incoming;
        tasks.register(finish);
    }

    /** @return the task's UPID; from then on the file is the task's */
    public String take(Storage storage, Caller caller, ContentApi.UploadFile in) throws IOException {
        Incoming.Taken taken = incoming.take(storage, in);
        try {
            FinishUpload.Params params = new FinishUpload.Params(
                    taken.file().file().toString(),
                    storage.layout().path(taken.volume()).toString(),
                    storage.id() + ":" + taken.volume(),
                    in.checksum().orElse(""),
                    in.algorithm().orElse(""));
            return tasks.start(finish, params, "", caller, Queue.none()).toString();
        } catch (RuntimeException e) {
            Files.deleteIfExists(taken.file().file());
            throw e;
        } finally {
            taken.file().close();
        }
    }
}
