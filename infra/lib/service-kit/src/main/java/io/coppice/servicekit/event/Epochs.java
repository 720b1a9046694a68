package io.coppice.servicekit.event;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Since when objects are this node's, as events last told it: on disk before the first event that tells it, so that what is
 * told after a restart never sorts before what was told, whatever has become of the object meanwhile.
 */
final class Epochs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Epochs.class);

    /** So many objects are kept, those that changed hands last. */
    private static final int MOST = 100_000;

    private final Map<String, Long> last = new LinkedHashMap<>();
    private final FileOutputStream out;

    Epochs(Path file) throws IOException {
        if (Files.exists(file)) {
            Files.readAllLines(file, StandardCharsets.UTF_8).forEach(this::replay);
            Path anew = file.resolveSibling(file.getFileName() + ".new");
            try (FileOutputStream all = new FileOutputStream(anew.toFile())) {
                all.write(text().getBytes(StandardCharsets.UTF_8));
                all.getFD().sync();
            }
            Files.move(anew, file, StandardCopyOption.ATOMIC_MOVE);
        }
        out = new FileOutputStream(file.toFile(), true);
    }

    /** A line that was not written whole tells nothing. */
    private void replay(String line) {
        int space = line.lastIndexOf(' ');
        if (space > 0 && line.endsWith(".")) {
            remember(line.substring(0, space), Long.parseLong(line, space + 1, line.length() - 1, 10));
        }
    }

    private void remember(String object, long epoch) {
        last.remove(object);
        last.put(object, epoch);
        if (last.size() > MOST) {
            last.remove(last.keySet().iterator().next());
        }
    }

    private String text() {
        StringBuilder all = new StringBuilder();
        last.forEach((object, epoch) -> all.append(line(object, epoch)));
        return all.toString();
    }

    private static String line(String object, long epoch) {
        return object + " " + epoch + ".\n";
    }

    /** @param now 0 where it is nobody's now; the last one counts then, as it does where it is the later one */
    synchronized long latest(String object, long now) {
        long before = last.getOrDefault(object, 0L);
        if (now > before) {
            remember(object, now);
            try {
                out.write(line(object, now).getBytes(StandardCharsets.UTF_8));
                out.getFD().sync();
            } catch (IOException e) {
                LOG.warn("since when {} is this node's is forgotten at the next start: {}", object, e.getMessage());
            }
        }
        return Math.max(before, now);
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
