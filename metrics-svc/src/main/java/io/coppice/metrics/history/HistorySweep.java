package io.coppice.metrics.history;

import io.coppice.store.Image;
import io.coppice.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Removes histories of guests and storages that two passes in a row, an hour apart, did not find in the truth. */
public final class HistorySweep {
    private final Histories histories;
    private final Store store;
    private Set<Path> missing = Set.of();

    public HistorySweep(Histories histories, Store store) {
        this.histories = histories;
        this.store = store;
    }

    public void pass() throws IOException {
        Image image = store.image();
        Set<Path> now = new HashSet<>();
        for (Path file : files(Shape.GUEST)) {
            String name = file.getFileName().toString();
            if (!name.matches("\\d{1,9}") || image.guest(Integer.parseInt(name)).isEmpty()) {
                now.add(file);
            }
        }
        for (Path file : files(Shape.STORAGE)) {
            if (image.find("storage.cfg:" + file.getFileName()).isEmpty()) {
                now.add(file);
            }
        }
        for (Path file : now) {
            if (missing.contains(file)) {
                Files.deleteIfExists(file);
            }
        }
        missing = now;
    }

    private List<Path> files(Shape shape) throws IOException {
        Path folder = Subject.folder(histories.folder(), shape);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder, 2)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
