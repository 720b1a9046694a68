package io.coppice.storage.directory;

import io.coppice.contract.word.NodeName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Files that have no name yet: {@code .<node>-<uuid>.upload}, beside where they will have one. Who makes one holds it; what
 * nobody holds any more was left by a process that died.
 */
public final class Unfinished {
    private final NodeName here;
    private final Pattern ours;
    private final Set<Path> held = ConcurrentHashMap.newKeySet();

    public Unfinished(NodeName here) {
        this.here = here;
        this.ours = Pattern.compile(
                "\\." + Pattern.quote(here.text()) + "-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.upload");
    }

    /** A file that may be written; nobody else has it. */
    public final class Hold implements AutoCloseable {
        private final Path file;

        private Hold(Path file) {
            this.file = file;
        }

        public Path file() {
            return file;
        }

        /** From now on it is somebody else's, or nobody's. */
        @Override
        public void close() {
            held.remove(file);
        }
    }

    /** A name that no file has. */
    public Hold in(Path folder) {
        Path file = folder.resolve("." + here + "-" + UUID.randomUUID() + ".upload");
        held.add(file);
        return new Hold(file);
    }

    public boolean isHeld(Path file) {
        return held.contains(file);
    }

    /** Those of this node that are there, held or not. */
    public List<Path> list(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder, ".*.upload")) {
            for (Path file : inside) {
                if (SafeFiles.isPlainFile(file)
                        && ours.matcher(String.valueOf(file.getFileName())).matches()) {
                    all.add(file);
                }
            }
        }
        return all;
    }
}
