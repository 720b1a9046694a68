package io.coppice.node.event;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/** Up to which position each log has been kept by which Kafka. Losing it costs repeats, never a loss. */
final class Shipped {
    private static final String KAFKA = "kafka";

    private final Path file;
    private final Properties upTo = new Properties();

    Shipped(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                upTo.load(in);
            }
        }
    }

    /** Forgets everything when this is another Kafka. */
    void beginWith(String kafka) {
        if (!kafka.equals(upTo.getProperty(KAFKA))) {
            upTo.clear();
            upTo.setProperty(KAFKA, kafka);
        }
    }

    /** The newest position of the log that has been shipped, 0 for none. */
    long upTo(String log) {
        try {
            return Long.parseLong(upTo.getProperty(log, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Another node has shipped so much of it. */
    void atLeast(String log, long position) throws IOException {
        if (position > upTo(log)) {
            shipped(log, position);
        }
    }

    void shipped(String log, long position) throws IOException {
        upTo.setProperty(log, Long.toString(position));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (Writer out = Files.newBufferedWriter(fresh)) {
            upTo.store(out, null);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
