package io.coppice.storage.directory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** What is noted of a backup, in files beside it: {@code <name>.notes}, and {@code <name>.protected} which is empty. */
public final class Notes {
    private static final int LONGEST = 65_536;
    private final Unfinished unfinished;

    public Notes(Unfinished unfinished) {
        this.unfinished = unfinished;
    }

    static Optional<String> of(Path volume) {
        try {
            Path notes = notes(volume);
            return SafeFiles.isPlainFile(notes) && Files.size(notes) <= LONGEST * 4L
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

    /** The old text holds until the new one is whole; an empty text takes the notes away. */
    public void write(Path volume, String text) throws IOException {
        Path folder = SafeFiles.folderOf(volume);
        if (text.isEmpty()) {
            Files.deleteIfExists(notes(volume));
        } else {
            try (Unfinished.Hold fresh = unfinished.in(folder)) {
                Files.writeString(fresh.file(), text + "\n", StandardCharsets.UTF_8);
                SafeFiles.sync(fresh.file());
                Files.move(
                        fresh.file(),
                        notes(volume),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        SafeFiles.syncFolder(folder);
    }

    public void protect(Path volume, boolean on) throws IOException {
        if (!on) {
            Files.deleteIfExists(shield(volume));
        } else if (!isProtected(volume)) {
            try {
                Files.createFile(shield(volume));
            } catch (FileAlreadyExistsException e) {
                if (!isProtected(volume)) {
                    throw e;
                }
            }
        }
        SafeFiles.syncFolder(SafeFiles.folderOf(volume));
    }

    static void remove(Path volume) throws IOException {
        Files.deleteIfExists(notes(volume));
        Files.deleteIfExists(shield(volume));
        Files.deleteIfExists(log(volume));
    }

    /** The most letters that notes may have. */
    public static int longest() {
        return LONGEST;
    }

    /** Where the log of making an archive lies: {@code .log} in place of the archive's suffixes. */
    public static Path log(Path volume) {
        String name = String.valueOf(volume.getFileName());
        return volume.resolveSibling(name.replaceFirst("\\.(tgz|(vma|tar)(\\.[a-z0-9]+)?)$", "") + ".log");
    }

    private static Path notes(Path volume) {
        return volume.resolveSibling(volume.getFileName() + ".notes");
    }

    private static Path shield(Path volume) {
        return volume.resolveSibling(volume.getFileName() + ".protected");
    }
}
