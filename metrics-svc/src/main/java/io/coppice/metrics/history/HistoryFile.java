package io.coppice.metrics.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One object's file: a head, then for each resolution its rows, averages before maxima; of the finest there are no maxima,
 * since a minute's is its average. A row's place follows from its period, so nothing else is ever written; what was never
 * written takes no room on disk.
 */
final class HistoryFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryFile.class);
    private static final int HEAD = 64;
    private final FileChannel channel;
    private final Shape shape;

    private HistoryFile(FileChannel channel, Shape shape) {
        this.channel = channel;
        this.shape = shape;
    }

    /** Empty where there is no history, or none that can be read. */
    static Optional<HistoryFile> look(Path file, Shape shape) throws IOException {
        try {
            HistoryFile opened = new HistoryFile(FileChannel.open(file, StandardOpenOption.READ), shape);
            if (opened.headHolds()) {
                return Optional.of(opened);
            }
            opened.close();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Makes it where it is not there; one that cannot be read is begun anew, with a word. */
    static HistoryFile open(Path file, Shape shape) throws IOException {
        HistoryFile opened = new HistoryFile(channel(file), shape);
        try {
            if (!opened.headHolds()) {
                if (opened.channel.size() > 0) {
                    LOG.warn("the history in {} is torn or of another format; it begins anew", file);
                    opened.channel.truncate(0);
                }
                opened.writeAll(head(shape), 0);
            }
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        StandardOpenOption[] how = {StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE};
        try {
            return FileChannel.open(file, how);
        } catch (NoSuchFileException e) {
            Files.createDirectories(file.resolveSibling("."));
            return FileChannel.open(file, how);
        }
    }

    /** Says what the rows are, so that a file of other columns is not taken for one of these. */
    private static ByteBuffer head(Shape shape) {
        byte[] text = ("coppice history 1 " + shape + " " + shape.columns().size() + " "
                        + Integer.toHexString(shape.columns().hashCode()) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(HEAD).put(0, text);
    }

    private boolean headHolds() throws IOException {
        return read(0, HEAD).equals(head(shape));
    }

    /** The row of this period, or nothing. */
    Optional<float[]> row(Resolution of, Consolidation cf, int period) throws IOException {
        int columns = shape.columns().size();
        return Row.read(read(place(of, cf, period), Row.bytes(columns)), 0, period, columns);
    }

    /** Those that are there, of so many periods from the first. */
    List<Optional<float[]>> rows(Resolution of, Consolidation cf, int first, int count) throws IOException {
        int columns = shape.columns().size();
        int size = Row.bytes(columns);
        List<Optional<float[]>> all = new ArrayList<>(count);
        for (int from = first; from < first + count; ) {
            int together = Math.min(first + count - from, of.rows() - from % of.rows());
            ByteBuffer bytes = read(place(of, cf, from), together * size);
            for (int i = 0; i < together; i++) {
                all.add(Row.read(bytes, i * size, from + i, columns));
            }
            from += together;
        }
        return all;
    }

    void put(Resolution of, Consolidation cf, int period, float[] values) throws IOException {
        writeAll(Row.write(period, values), place(of, cf, period));
    }

    private long place(Resolution of, Consolidation cf, int period) {
        int size = Row.bytes(shape.columns().size());
        long place = HEAD;
        for (Resolution r : shape.resolutions()) {
            boolean finest = r == shape.resolutions().getFirst();
            if (r == of) {
                long maxima = cf == Consolidation.MAX && !finest ? (long) r.rows() * size : 0;
                return place + maxima + (long) (period % r.rows()) * size;
            }
            place += (long) r.rows() * size * (finest ? 1 : 2);
        }
        throw new IllegalArgumentException(shape + " has no rows of " + of);
    }

    /** Shorter where the file ends before. */
    private ByteBuffer read(long place, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, place + bytes.position()) >= 0) {
            continue;
        }
        return bytes.flip();
    }

    private void writeAll(ByteBuffer bytes, long place) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes, place + bytes.position());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
