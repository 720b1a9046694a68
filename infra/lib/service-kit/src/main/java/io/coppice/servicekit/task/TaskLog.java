package io.coppice.servicekit.task;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The text that a task writes for people; it never fails a task, and stops at 8 MiB. */
final class TaskLog {
    private static final Logger LOG = LoggerFactory.getLogger(TaskLog.class);
    private static final long LARGEST = 8L << 20;
    private static final String WARN = "WARN: ";
    private final Path file;
    private long size;
    private int warnings;
    private String last = "";

    TaskLog(Path file, List<String> sofar) throws IOException {
        this.file = file;
        this.size = Files.exists(file) ? Files.size(file) : 0;
        this.warnings = (int) sofar.stream().filter(l -> l.startsWith(WARN)).count();
        this.last = sofar.isEmpty() ? "" : sofar.getLast();
    }

    synchronized void line(String text) {
        text.lines().forEach(l -> write(l, size < LARGEST));
    }

    synchronized void warn(String text) {
        warnings++;
        write(WARN + Entry.oneLine(text), true);
    }

    synchronized int warnings() {
        return warnings;
    }

    synchronized void end(String text) {
        if (!last.equals(text)) {
            write(text, true);
        }
    }

    private void write(String line, boolean room) {
        if (!room) {
            return;
        }
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write(bytes);
            size += bytes.length;
            last = line;
        } catch (IOException e) {
            LOG.warn("cannot write {}", file, e);
        }
    }
}
