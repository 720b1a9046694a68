package io.coppice.node.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The kernel's files below a root that tests can set. What is not there reads as empty. */
public final class ProcFiles {
    private final Function<String, Optional<String>> files;
    private final Supplier<DiskSpace> disk;

    public ProcFiles(Path root) {
        this(path -> read(root.resolve(path)), DiskSpace::ofRoot);
    }

    /**
     * A kernel of another kind.
     *
     * @param files their texts by path, {@code proc/stat}; empty for what is not there
     * @param disk how full the host's first file system is
     */
    public ProcFiles(Function<String, Optional<String>> files, Supplier<DiskSpace> disk) {
        this.files = files;
        this.disk = disk;
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            return Files.exists(file) ? Optional.of("") : Optional.empty();
        }
    }

    DiskSpace disk() {
        return disk.get();
    }

    String text(String path) {
        return files.apply(path).orElse("");
    }

    List<String> lines(String path) {
        return text(path).lines().toList();
    }

    boolean exists(String path) {
        return files.apply(path).isPresent();
    }

    /** {@code /proc/meminfo} in bytes by name. */
    Map<String, Long> memory() {
        Map<String, Long> all = new HashMap<>();
        for (String line : lines("proc/meminfo")) {
            String[] parts = line.split("[:\\s]+");
            if (parts.length >= 2 && parts[1].matches("\\d+")) {
                all.put(parts[0], Long.parseLong(parts[1]) * 1024);
            }
        }
        return all;
    }
}
