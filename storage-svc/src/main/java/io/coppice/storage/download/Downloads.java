package io.coppice.storage.download;

import io.coppice.contract.api.storage.DownloadApi;
import io.coppice.contract.failure.Refused;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.VolumeName;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.storage.definition.Storage;
import io.coppice.storage.directory.SafeFiles;
import io.coppice.storage.directory.Unfinished;
import io.coppice.storage.directory.VolumeNews;
import io.coppice.storage.upload.FinishUpload;
import io.coppice.storage.upload.Incoming;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Asks servers about files, and has them fetched. */
public final class Downloads {
    private final TaskRunner tasks;
    private final Unfinished unfinished;
    private final Source source;
    private final Download task;

    public Downloads(TaskRunner tasks, Unfinished unfinished, Source source, VolumeNews news) {
        this.tasks = tasks;
        this.unfinished = unfinished;
        this.source = source;
        this.task = new Download(source, news);
        tasks.register(task);
    }

    public DownloadApi.Metadata metadata(DownloadApi.OfUrl in) {
        try (Source.Answer answer = source.ask(url(in.url()), in.verify(), false)) {
            return new DownloadApi.Metadata(answer.filename(), answer.mimetype(), answer.bytes());
        } catch (IOException e) {
            throw Refused.conflict("the file cannot be asked about: " + e.getMessage());
        }
    }

    /** @return the task's UPID */
    public String start(Storage storage, Caller caller, DownloadApi.DownloadUrl in) throws IOException {
        if (in.compression().isPresent()) {
            throw Refused.badParameter(
                    "compression", "files are kept as they come; leave it out and decompress before");
        }
        URI from = url(in.url());
        ContentKind kind = Incoming.requireKind(storage, in.content());
        VolumeName volume = Incoming.target(storage, kind, in.filename());
        Path folder = storage.layout().directory(kind);
        SafeFiles.requireInside(storage.layout().root(), folder);
        try (Unfinished.Hold part = unfinished.in(folder)) {
            String file = part.file().toString();
            FinishUpload.Params finish = new FinishUpload.Params(
                    file,
                    storage.layout().path(volume).toString(),
                    storage.id() + ":" + volume,
                    in.checksum().orElse(""),
                    in.algorithm().orElse(""));
            return tasks.start(
                            task,
                            new Download.Params(from.toString(), in.verify(), file, finish),
                            "",
                            caller,
                            Queue.none())
                    .toString();
        }
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text);
            if (url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw Refused.badParameter("url", "this is no URL");
        }
        throw Refused.badParameter("url", "the URL names no host");
    }
}
