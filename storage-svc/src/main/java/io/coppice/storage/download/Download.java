package io.coppice.storage.download;

import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Secret;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.storage.directory.VolumeNews;
import io.coppice.storage.upload.FinishUpload;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The task {@code download}: fetches a file, checks it, and gives it its name. After a crash it begins anew. */
public final class Download implements TaskKind<Download.Params> {
    private static final int BLOCK = 1 << 20;
    private static final long STAYS_FREE = 256L << 20;
    private final Source source;
    private final FinishUpload finish;

    public Download(Source source, VolumeNews news) {
        this.source = source;
        this.finish = new FinishUpload(news);
    }

    /**
     * @param url may hold a password
     * @param part where the file grows, under a name of no volume
     */
    public record Params(@Secret String url, boolean verify, String part, FinishUpload.Params finish) {}

    @Override
    public String type() {
        return "download";
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        Path part = Path.of(p.part());
        List<Step> all = new ArrayList<>();
        all.add(Step.step(
                "download the file", progress -> fetch(p, part, progress), progress -> Files.deleteIfExists(part)));
        all.addAll(finish.steps(p.finish(), me));
        return all;
    }

    private void fetch(Params p, Path part, Progress progress) throws IOException, InterruptedException {
        Path target = Path.of(p.finish().target());
        if (Files.exists(target)) {
            throw Refused.conflict("refusing to override existing file '" + target + "'");
        }
        URI from = URI.create(p.url());
        progress.log("downloading from " + shown(from));
        try (Source.Answer answer = source.ask(from, p.verify(), true);
                OutputStream out = Files.newOutputStream(part)) {
            requireRoom(part, answer.bytes().orElse(0L));
            byte[] block = new byte[BLOCK];
            long bytes = 0;
            for (int n = answer.content().read(block);
                    n >= 0;
                    n = answer.content().read(block)) {
                progress.checkCancelled();
                requireRoom(part, n);
                out.write(block, 0, n);
                bytes += n;
            }
            Optional<Long> wanted = answer.bytes();
            if (wanted.isPresent() && wanted.get() != bytes) {
                throw new IOException("the server broke off after " + bytes + " of " + wanted.get() + " bytes");
            }
        }
    }

    private static void requireRoom(Path part, long bytes) throws IOException {
        if (Files.getFileStore(part).getUsableSpace() - bytes < STAYS_FREE) {
            throw Refused.conflict("the storage has no space for the file; remove something or choose another storage");
        }
    }

    /** Without user and password, and without what follows the path, where keys may stand. */
    private static String shown(URI from) {
        String port = from.getPort() < 0 ? "" : ":" + from.getPort();
        return from.getScheme() + "://" + from.getHost() + port
                + Optional.ofNullable(from.getPath()).orElse("");
    }
}
