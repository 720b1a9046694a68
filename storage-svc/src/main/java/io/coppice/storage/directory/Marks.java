package io.coppice.storage.directory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Whose a volume is while a task makes it: a file {@code .<name>.mark} beside it with the task's id. It is made before the
 * volume, exclusively, so that two never take one name, and file systems without extended attributes will do.
 */
final class Marks {
    private static Path place(Path volume) {
        return volume.resolveSibling("." + volume.getFileName() + ".mark");
    }

    /** @return false when somebody has the name already */
    boolean claim(Path volume, String mark) throws IOException {
        try {
            Files.writeString(
                    place(volume),
                    mark,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    Optional<String> of(Path volume) throws IOException {
        return Files.exists(place(volume)) ? Optional.of(Files.readString(place(volume))) : Optional.empty();
    }

    void remove(Path volume) throws IOException {
        Files.deleteIfExists(place(volume));
    }
}
