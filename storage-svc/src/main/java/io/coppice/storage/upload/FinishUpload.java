package io.coppice.storage.upload;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.storage.directory.SafeFiles;
import io.coppice.storage.directory.VolumeNews;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The task {@code imgcopy}: checks a file that was taken in, and gives it its name. */
public final class FinishUpload implements TaskKind<FinishUpload.Params> {
    private static final int BLOCK = 1 << 20;
    private final VolumeNews news;

    public FinishUpload(VolumeNews news) {
        this.news = news;
    }

    /**
     * @param taken where the file lies
     * @param target what it shall be
     * @param checksum in hex; empty for none
     * @param algorithm {@code sha256}…; empty for none
     */
    public record Params(String taken, String target, String volid, String checksum, String algorithm) {}

    @Override
    public String type() {
        return "imgcopy";
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        Path taken = Path.of(p.taken());
        Path target = Path.of(p.target());
        return List.of(
                Step.step(
                        "check the file",
                        progress -> check(p, taken, progress),
                        progress -> Files.deleteIfExists(taken)),
                Step.pivot("name the file", progress -> {
                    if (Files.exists(taken)) {
                        Files.move(taken, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    }
                    SafeFiles.syncFolder(SafeFiles.folderOf(target));
                    news.uploaded(VolumeId.parse(p.volid()), me);
                    progress.log("finished file import successfully: " + p.volid());
                }));
    }

    private static void check(Params p, Path taken, Progress progress) throws IOException, InterruptedException {
        progress.log("target file: " + p.target());
        progress.log("file size is: " + Files.size(taken));
        if (!p.algorithm().isEmpty()) {
            progress.log("calculating checksum by " + p.algorithm());
            String real = digest(taken, p.algorithm(), progress);
            if (!real.equals(p.checksum().toLowerCase(Locale.ROOT))) {
                throw Refused.conflict("checksum mismatch: got '" + real + "', expected '" + p.checksum() + "'");
            }
            progress.log("OK, checksum verified");
        }
        SafeFiles.sync(taken);
    }

    private static String digest(Path file, String algorithm, Progress progress)
            throws IOException, InterruptedException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance(Incoming.algorithm(algorithm));
            byte[] block = new byte[BLOCK];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                digest.update(block, 0, n);
                progress.checkCancelled();
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw Refused.badParameter("checksum-algorithm", "'" + algorithm + "' is not known here");
        }
    }
}
