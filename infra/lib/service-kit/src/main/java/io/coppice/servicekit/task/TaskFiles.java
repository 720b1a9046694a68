package io.coppice.servicekit.task;

import io.coppice.servicekit.serve.WireJson;
import io.coppice.servicekit.serve.WireReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One task's folder: {@code task.json} (what was accepted), {@code journal}, {@code log}, and the marker {@code cancel} that any process may set.
 */
final class TaskFiles {
    private final Path folder;

    TaskFiles(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    Path log() {
        return folder.resolve("log");
    }

    private Path journalFile() {
        return folder.resolve("journal");
    }

    private Path cancelMarker() {
        return folder.resolve("cancel");
    }

    /** Keeps a new task, with a journal that is still empty; {@code task.json} comes last and makes it accepted. */
    void accept(Accepted task) throws IOException {
        Files.createFile(journalFile());
        Durable.write(folder.resolve("task.json"), WireJson.bytes(task));
        Durable.syncFolder(folder);
        Durable.syncFolder(folder.resolveSibling("."));
    }

    /** Empty for a folder whose task was never accepted. */
    Optional<Accepted> accepted() throws IOException {
        Path file = folder.resolve("task.json");
        return Files.exists(file)
                ? Optional.ofNullable(WireReader.read(Files.readAllBytes(file), Accepted.class))
                : Optional.empty();
    }

    /** The inputs, secret ones included. */
    static <P extends Record> P params(Accepted task, Map<String, Object> secrets, Class<P> type) throws IOException {
        if (task.secrets() && secrets.isEmpty()) {
            throw new IOException("the secret inputs of " + task.upid() + " are gone from the store");
        }
        Map<String, Object> all = new LinkedHashMap<>(task.params());
        all.putAll(secrets);
        P params = WireReader.read(WireJson.bytes(all), type);
        if (params == null) {
            throw new IOException("the inputs of " + task.upid() + " cannot be read");
        }
        return params;
    }

    /** For the process that runs the task: a line that a crash tore is cut off first. */
    Journal openJournal() throws IOException {
        List<Entry> entries = new ArrayList<>(readJournal());
        boolean isNew = !Files.exists(journalFile());
        byte[] all = isNew ? new byte[0] : Files.readAllBytes(journalFile());
        int whole = all.length;
        while (whole > 0 && all[whole - 1] != '\n') {
            whole--;
        }
        if (isNew || whole < all.length) {
            try (RandomAccessFile file = new RandomAccessFile(journalFile().toFile(), "rw")) {
                file.setLength(whole);
                file.getFD().sync();
            }
            Durable.syncFolder(folder);
        }
        return new Journal() {
            @Override
            public List<Entry> entries() {
                return List.copyOf(entries);
            }

            @Override
            public void write(Entry entry) throws IOException {
                Durable.append(journalFile(), entry.line());
                entries.add(entry);
            }

            @Override
            public void note(Entry entry) throws IOException {
                Files.writeString(
                        journalFile(), entry.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                entries.add(entry);
            }
        };
    }

    /** Whole lines only; safe while another process writes. */
    List<Entry> readJournal() throws IOException {
        if (!Files.exists(journalFile())) {
            return List.of();
        }
        String text = Files.readString(journalFile());
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(Entry::parse)
                .toList();
    }

    List<String> readLog() throws IOException {
        return Files.exists(log())
                ? new String(Files.readAllBytes(log()), StandardCharsets.UTF_8)
                        .lines()
                        .toList()
                : List.of();
    }

    void requestCancel() throws IOException {
        try {
            Files.createFile(cancelMarker());
        } catch (FileAlreadyExistsException e) {
            return;
        }
        Durable.syncFolder(folder);
    }

    boolean cancelRequested() {
        return Files.exists(cancelMarker());
    }
}
