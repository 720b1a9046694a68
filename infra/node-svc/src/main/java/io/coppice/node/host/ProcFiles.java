package io.coppice.node.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The kernel's files below a root that tests can set. What is not there reads as empty. */
public final class ProcFiles {
    private final Path root;

    public ProcFiles(Path root) {
        this.root = root;
    }

    String text(String path) {
        try {
            return Files.readString(root.resolve(path)).strip();
        } catch (IOException e) {
            return "";
        }
    }

    List<String> lines(String path) {
        return text(path).lines().toList();
    }

    boolean exists(String path) {
        return Files.exists(root.resolve(path));
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
