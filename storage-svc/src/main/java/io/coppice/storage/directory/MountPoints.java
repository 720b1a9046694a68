package io.coppice.storage.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where something is mounted, as {@code /proc/self/mountinfo} says it (proc(5)). */
final class MountPoints {
    private static final Path HOST = Path.of("/proc/self/mountinfo");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

    private MountPoints() {}

    static Set<Path> ofHost() throws IOException {
        return parse(Files.readString(HOST));
    }

    static Set<Path> parse(String mountinfo) {
        return mountinfo
                .lines()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > 4)
                .map(fields -> Path.of(unescaped(fields[4])))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Blanks and their like stand as octal numbers. */
    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(m -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(m.group(1), 8))));
    }

    /** Why a storage that must be mounted is not there; empty where it is, or need not be. */
    static Optional<Path> missing(Optional<Path> wanted) throws IOException {
        return wanted.isEmpty() || ofHost().contains(wanted.get().normalize()) ? Optional.empty() : wanted;
    }
}
