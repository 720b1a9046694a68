package io.coppice.compute.backup;

import io.coppice.compute.guest.IdMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The call of tar(1) that makes a container's archive, as the original lays it out: the configuration first, as
 * {@code ./etc/vzdump/pct.conf}, then the files as the container sees them, owners as numbers of the container. Pure.
 */
final class TarCall {
    static final String CONFIG = "./etc/vzdump/pct.conf";

    private TarCall() {}

    /**
     * @param head the folder in which the configuration lies at its place
     * @param root of the files
     * @param beside mount points on file systems of their own, as the container names them
     * @param exclude from the root where they begin with a slash, else wherever they lie
     */
    static List<String> argv(IdMap ids, Path head, Path root, List<String> beside, List<String> exclude) {
        List<String> argv = new ArrayList<>(List.of(
                "tar",
                "-c",
                "-p",
                "-f",
                "-",
                "--totals",
                "--one-file-system",
                "--sparse",
                "--numeric-owner",
                "--acls",
                "--xattrs",
                "--xattrs-include=user.*",
                "--xattrs-include=security.capability",
                "--warning=no-file-ignored",
                "--warning=no-xattr-write",
                "--directory=" + head,
                CONFIG,
                "--directory=" + root,
                "--no-anchored",
                "--exclude=lost+found"));
        exclude.stream().filter(e -> !e.startsWith("/")).forEach(e -> argv.add("--exclude=" + e));
        argv.add("--anchored");
        exclude.stream().filter(e -> e.startsWith("/")).forEach(e -> argv.add("--exclude=." + e));
        argv.add("./");
        beside.forEach(b -> argv.add("." + b));
        return ids.within(argv);
    }
}
