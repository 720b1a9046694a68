package io.coppice.metrics.picture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The pictures that were drawn last. Whoever asked for one reads its file soon. */
public final class PictureFolder {
    private static final int MOST = 200;
    private final Path folder;

    public PictureFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Takes the place of the one of the same name at once.
     *
     * @param name of the file, checked: letters, digits, dots, dashes and underscores
     */
    public Path put(String name, byte[] png) throws IOException {
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, ".", ".part");
        Path file = folder.resolve(name);
        try {
            Files.write(part, png);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        removeOldest();
        return file;
    }

    private synchronized void removeOldest() throws IOException {
        Map<Path, FileTime> times = new HashMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.filter(f -> f.toString().endsWith(".png")).toList()) {
                times.put(file, Files.getLastModifiedTime(file));
            }
        }
        List<Path> oldestFirst = new ArrayList<>(times.keySet());
        oldestFirst.sort(Comparator.comparing(times::get));
        for (Path file : oldestFirst.subList(0, Math.max(0, oldestFirst.size() - MOST))) {
            Files.deleteIfExists(file);
        }
    }
}
