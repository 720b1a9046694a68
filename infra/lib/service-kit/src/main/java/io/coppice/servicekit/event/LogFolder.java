package io.coppice.servicekit.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a log lies: files of lines, each named after the position of its first line, and the log's name. */
record LogFolder(Path path) {
    private static final String END = ".jsonl";
    private static final String NAME = "name";
    private static final String BEGINS = "begins";
    private static final Pattern SEGMENT = Pattern.compile("\\d{19}\\.jsonl");

    /** Segments by the position of their first line. */
    TreeMap<Long, Path> segments() throws IOException {
        TreeMap<Long, Path> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(path)) {
            files.forEach(f -> {
                String name = f.getFileName().toString();
                if (SEGMENT.matcher(name).matches()) {
                    all.put(Long.parseLong(name.substring(0, 19)), f);
                }
            });
        } catch (NoSuchFileException e) {
            return all;
        }
        return all;
    }

    Path segment(long first) {
        return path.resolve("%019d".formatted(first) + END);
    }

    /** Positions mean something within one log alone; one that was made anew bears another name. */
    Optional<String> name() throws IOException {
        Path file = path.resolve(NAME);
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    String nameOrNew(String source) throws IOException {
        Optional<String> known = name();
        if (known.isPresent() && !known.get().isEmpty()) {
            return known.get();
        }
        String made = source + "-" + UUID.randomUUID().toString().substring(0, 8);
        write(NAME, made);
        return made;
    }

    /** Gives it a name; lines of a log of another name go. */
    void call(String name) throws IOException {
        if (!name().equals(Optional.of(name))) {
            clear();
            write(NAME, name);
        }
    }

    /** Takes all lines away. */
    void clear() throws IOException {
        for (Path segment : segments().values()) {
            Files.delete(segment);
        }
        Files.deleteIfExists(path.resolve(BEGINS));
    }

    /** The position from which on nothing is missing; 1 where nobody has said otherwise. */
    long begins() throws IOException {
        Path file = path.resolve(BEGINS);
        return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 1;
    }

    void beginAt(long position) throws IOException {
        write(BEGINS, Long.toString(position));
    }

    private void write(String file, String text) throws IOException {
        Path fresh = path.resolve(file + ".new");
        Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
        Files.move(fresh, path.resolve(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
