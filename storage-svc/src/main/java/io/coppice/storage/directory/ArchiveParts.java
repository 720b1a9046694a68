package io.coppice.storage.directory;

import io.coppice.contract.failure.Refused;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Archives that are not whole yet: {@code .<name>.<mark>.part}, the names of no volumes. */
public final class ArchiveParts {
    private static final Pattern MARK = Pattern.compile("[A-Za-z0-9-]{1,120}");
    private static final Pattern PART = Pattern.compile("\\.vzdump-[^/]+\\.([A-Za-z0-9-]{1,120})\\.part");

    private ArchiveParts() {}

    /** Where the archive is written until it is whole. */
    public static Path of(Path archive, String mark) {
        if (!MARK.matcher(mark).matches()) {
            throw Refused.badParameter("mark", "a mark is made of letters, digits and dashes, 120 at most");
        }
        return archive.resolveSibling("." + archive.getFileName() + "." + mark + ".part");
    }

    /** Those of a folder, each with its mark. */
    public static Map<Path, String> in(Path folder) throws IOException {
        Map<Path, String> all = new TreeMap<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder, ".vzdump-*.part")) {
            for (Path file : inside) {
                Matcher m = PART.matcher(String.valueOf(file.getFileName()));
                if (SafeFiles.isPlainFile(file) && m.matches()) {
                    all.put(file, m.group(1));
                }
            }
        }
        return all;
    }
}
