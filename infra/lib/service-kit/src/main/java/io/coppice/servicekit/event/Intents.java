package io.coppice.servicekit.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was about to be done, on disk before it is. An intent is closed by a second line; one whose line was lost is asked
 * for again at the next start, and the log tells that it has its event already.
 */
final class Intents implements AutoCloseable {
    private static final long LARGE = 256 * 1024;

    private final Path file;
    private final Map<String, ObjectNode> open = new LinkedHashMap<>();
    private FileOutputStream out;
    private long size;
    private boolean closed;

    Intents(Path file) throws IOException {
        this.file = file;
        Files.createDirectories(file.getParent());
        if (Files.exists(file)) {
            replay(Files.readAllLines(file, StandardCharsets.UTF_8));
        }
        this.out = new FileOutputStream(file.toFile(), true);
        // a torn last line must not swallow the next one
        out.write('\n');
        this.size = Files.size(file);
    }

    private void replay(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith("-")) {
                open.remove(line.substring(1));
            } else if (line.startsWith("{") && line.endsWith("}")) {
                ObjectNode event = EventJson.parse(line);
                open.put(EventJson.text(event, "id"), event);
            }
        }
    }

    synchronized void open(ObjectNode event) throws IOException {
        requireOpen();
        String id = EventJson.text(event, "id");
        write(new String(EventJson.line(event), StandardCharsets.UTF_8));
        out.getFD().sync();
        open.put(id, event);
    }

    /** Not forced to disk: an intent that stands open for nothing costs one look at the host. */
    synchronized void close(String id) throws IOException {
        requireOpen();
        open.remove(id);
        if (open.isEmpty() && size > LARGE) {
            out.close();
            out = new FileOutputStream(file.toFile());
            size = 0;
        } else {
            write("-" + id);
        }
    }

    synchronized List<ObjectNode> open() {
        return new ArrayList<>(open.values());
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the intents in " + file + " are closed");
        }
    }

    private void write(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(bytes);
        size += bytes.length;
    }

    /** From now on the file may be another's. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        out.close();
    }
}
