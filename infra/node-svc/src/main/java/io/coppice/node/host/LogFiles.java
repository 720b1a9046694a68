package io.coppice.node.host;

import io.coppice.servicekit.reconcile.Reconciler;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps the logs of this node's processes bounded while they run: what has grown beyond the limit becomes {@code NAME.log.1},
 * which held what came before. Processes append to what they have open, so a file is copied and cut; a line that is written
 * between the two is lost.
 */
public final class LogFiles implements Reconciler {
    private final Path folder;
    private final long limitBytes;

    /** @param folder need not be there: systemd and containers keep logs of their own */
    public LogFiles(Path folder, long limitBytes) {
        this.folder = folder;
        this.limitBytes = limitBytes;
    }

    @Override
    public void reconcile() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> logs;
        try (Stream<Path> files = Files.list(folder)) {
            logs = files.filter(f -> f.toString().endsWith(".log"))
                    .filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
        for (Path log : logs) {
            if (Files.size(log) > limitBytes) {
                Files.copy(
                        log,
                        log.resolveSibling(log.getFileName() + ".1"),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
                try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                    channel.truncate(0);
                }
            }
        }
    }
}
