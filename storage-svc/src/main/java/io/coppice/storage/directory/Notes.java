package io.coppice.storage.directory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What is noted of a backup, in files beside it: {@code <name>.notes}, and {@code <name>.protected} which is empty. */
public final class Notes {
    private Notes() {}

    static Optional<String> of(Path volume) {
        try {
            Path notes = notes(volume);
            return SafeFiles.isPlainFile(notes)
                    ? Optional.of(
                            Files.readString(notes, StandardCharsets.UTF_8).stripTrailing())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static boolean isProtected(Path volume) {
        return SafeFiles.isPlainFile(shield(volume));
    }

    public static void write(Path volume, String text) throws IOException {
        if (text.isEmpty()) {
            Files.deleteIfExists(notes(volume));
        } else {
            Files.writeString(notes(volume), text + "\n", StandardCharsets.UTF_8);
        }
    }

    public static void protect(Path volume, boolean on) throws IOException {
        if (!on) {
            Files.deleteIfExists(shield(volume));
        } else if (!isProtected(volume)) {
            Files.createFile(shield(volume));
        }
    }

    static void remove(Path volume) throws IOException {
        Files.deleteIfExists(notes(volume));
    }

    private static Path notes(Path volume) {
        return volume.resolveSibling(volume.getFileName() + ".notes");
    }

    private static Path shield(Path volume) {
        return volume.resolveSibling(volume.getFileName() + ".protected");
    }
}
