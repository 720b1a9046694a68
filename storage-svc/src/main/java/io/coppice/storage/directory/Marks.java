package io.coppice.storage.directory;

import io.coppice.contract.failure.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Whose a volume is while it is made: {@code .<name>.mark} beside it. It is made before the volume, exclusively, so that two
 * never take one name, and taken off when the volume is whole and its task over. It is a link that leads nowhere, whose
 * text is the mark: a link comes into being whole or not at all, where a file could be left empty. File systems without
 * links get a file; an empty one is nobody's, since its maker died before it had made the volume.
 */
final class Marks {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9-]{1,200}");
    private static final String BEGIN = ".";
    private static final String END = ".mark";

    private static Path place(Path volume) {
        return volume.resolveSibling(BEGIN + volume.getFileName() + END);
    }

    /** @return false when somebody has the name already */
    boolean claim(Path volume, String mark) throws IOException {
        if (!SHAPE.matcher(mark).matches()) {
            throw Refused.badParameter("mark", "a mark is made of letters, digits and dashes, 200 at most");
        }
        Path place = place(volume);
        try {
            Files.createSymbolicLink(place, Path.of(mark));
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return file(place, mark);
        }
        SafeFiles.syncFolder(SafeFiles.folderOf(volume));
        return true;
    }

    private static boolean file(Path place, String mark) throws IOException {
        try {
            Files.writeString(
                    place,
                    mark,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        SafeFiles.syncFolder(SafeFiles.folderOf(place));
        return true;
    }

    Optional<String> of(Path volume) throws IOException {
        Path place = place(volume);
        if (Files.isSymbolicLink(place)) {
            return Optional.of(Files.readSymbolicLink(place).toString());
        }
        return SafeFiles.isPlainFile(place) ? Optional.of(Files.readString(place)) : Optional.empty();
    }

    void remove(Path volume) throws IOException {
        if (Files.deleteIfExists(place(volume))) {
            SafeFiles.syncFolder(SafeFiles.folderOf(volume));
        }
    }

    /** The volumes of a folder that bear a mark, made already or not. */
    Map<Path, String> in(Path folder) throws IOException {
        Map<Path, String> all = new TreeMap<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder, BEGIN + "*" + END)) {
            for (Path place : inside) {
                String name = String.valueOf(place.getFileName());
                if (name.length() > BEGIN.length() + END.length()) {
                    Path volume = folder.resolve(name.substring(BEGIN.length(), name.length() - END.length()));
                    of(volume).ifPresent(mark -> all.put(volume, mark));
                }
            }
        }
        return all;
    }
}
