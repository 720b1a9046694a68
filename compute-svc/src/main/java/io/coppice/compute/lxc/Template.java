package io.coppice.compute.lxc;

import io.coppice.archive.nbd.Pace;
import io.coppice.compute.guest.IdMap;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.task.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A root file system as an archive. It is unpacked by tar(1) as the container's own root: for an unprivileged one nothing in
 * it can do more to the host than that user could, and devices are left out, which it could not make. tar itself follows no
 * link that the archive made, and takes neither absolute names nor {@code ..}.
 */
public final class Template {
    private static final Duration LIMIT = Duration.ofHours(1);
    private final Commands commands;

    public Template(Commands commands) {
        this.commands = commands;
    }

    /**
     * Of a backup its configuration stays out.
     *
     * @param archive {@code .tar}, {@code .tar.zst}, {@code .tar.gz}, {@code .tar.xz}, {@code .tar.bz2}; the container's root
     *     need not be able to read it
     */
    public void unpack(Path archive, Pace pace, Path root, IdMap ids, boolean ignoreErrors, Progress progress)
            throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("tar", "-xp", "-f", "-"));
        argv.addAll(decompression(archive.toString()));
        argv.addAll(List.of(
                "--numeric-owner",
                "--xattrs",
                "--xattrs-include=user.*",
                "--xattrs-include=security.capability",
                "--acls",
                "--anchored",
                "--exclude=./dev/*",
                "--exclude=dev/*",
                "--exclude=./etc/vzdump/pct.*",
                "--warning=no-file-ignored",
                "--warning=no-xattr-write",
                "-C",
                root.toString()));
        progress.log("extracting archive '" + archive + "'");
        Commands.Ended ended;
        try (InputStream in = new PacedFile(Files.newInputStream(archive), pace, progress)) {
            ended = commands.run(ids.within(argv), Commands.Passing.in(in), LIMIT);
        }
        if (!ended.ok()) {
            String why = "unable to unpack '" + archive.getFileName() + "': "
                    + ended.err().strip().lines().limit(5).reduce("", (a, b) -> a.isEmpty() ? b : a + "; " + b);
            if (!ignoreErrors) {
                throw Refused.conflict(why);
            }
            progress.warn(why);
        }
        if (!Files.isDirectory(root.resolve("etc"))) {
            throw Refused.conflict("'" + archive.getFileName() + "' holds no root file system: it has no /etc");
        }
    }

    private static List<String> decompression(String archive) {
        if (archive.endsWith(".zst")) {
            return List.of("--zstd");
        }
        if (archive.endsWith(".gz")) {
            return List.of("--gzip");
        }
        if (archive.endsWith(".xz")) {
            return List.of("--xz");
        }
        return archive.endsWith(".bz2") ? List.of("--bzip2") : List.of();
    }
}
