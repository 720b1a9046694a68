package io.coppice.servicekit.event;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * The one writer of a log: lines in segments, counted from one, the oldest taken away. Lines are not forced to disk here;
 * a {@link LogReader} forces what it gives out, so that no reader ever knows of a line that a loss of power takes back.
 */
public final class EventLog implements AutoCloseable {
    /**
     * What is kept.
     *
     * @param segment bytes after which a new segment begins
     */
    public record Limits(Duration age, long bytes, long segment) {
        /** Seven days; five services share 2 GiB. */
        public static final Limits USUAL = new Limits(Duration.ofDays(7), 400L << 20, 1 << 20);
    }

    private static final Duration LONGEST_SEGMENT = Duration.ofDays(1);

    private final LogFolder folder;
    private final Limits limits;
    private final InstantSource clock;
    private final String name;
    private FileOutputStream out;
    private long next;
    private long size;
    private long begunMillis;

    private EventLog(LogFolder folder, String name, long begin, Limits limits, InstantSource clock) throws IOException {
        this.folder = folder;
        this.limits = limits;
        this.clock = clock;
        this.name = name;
        Map.Entry<Long, Path> newest = folder.segments().lastEntry();
        long first = newest == null ? begin : newest.getKey();
        Path file = folder.segment(first);
        this.next = first + (newest == null ? 0 : cutTornEnd(file));
        this.out = new FileOutputStream(file.toFile(), true);
        this.size = Files.size(file);
        this.begunMillis = clock.millis();
        trim();
    }

    /** Opens or makes a log; a last line that was not written whole is cut. */
    public static EventLog open(Path folder, String source, Limits limits, InstantSource clock) throws IOException {
        LogFolder at = new LogFolder(Files.createDirectories(folder));
        return new EventLog(at, at.nameOrNew(source), 1, limits, clock);
    }

    /**
     * Opens or makes a log of a given name; lines of another log that lie there go.
     *
     * @param begin the position of the first line, where it has none yet
     */
    public static EventLog openNamed(Path folder, String name, long begin, Limits limits, InstantSource clock)
            throws IOException {
        LogFolder at = new LogFolder(Files.createDirectories(folder));
        at.call(name);
        if (begin > 1 && at.segments().isEmpty()) {
            at.beginAt(begin);
        }
        return new EventLog(at, name, begin, limits, clock);
    }

    /** Takes all lines of a closed log away. */
    public static void clear(Path folder) throws IOException {
        new LogFolder(folder).clear();
    }

    /** What positions are told by: another log of the same source has another name. */
    public String name() {
        return name;
    }

    /** The position that the next line gets. */
    public synchronized long next() {
        return next;
    }

    /**
     * Writes a line at the log's end, or nothing of it where that fails.
     *
     * @param line made from its position; without a line feed
     * @return its position
     * @throws IOException where it cannot be written, or the log is closed
     */
    public synchronized long append(LongFunction<byte[]> line) throws IOException {
        if (!out.getFD().valid()) {
            throw new IOException("the log " + name + " is closed");
        }
        if (size >= limits.segment() || (size > 0 && clock.millis() - begunMillis > LONGEST_SEGMENT.toMillis())) {
            roll();
        }
        byte[] bytes = line.apply(next);
        byte[] whole = java.util.Arrays.copyOf(bytes, bytes.length + 1);
        whole[bytes.length] = '\n';
        try {
            out.write(whole);
        } catch (IOException e) {
            // half a line may stand there, onto which the next must not be written
            cutTo(size);
            throw e;
        }
        size += whole.length;
        return next++;
    }

    /** Forces what was written to disk. */
    public synchronized void sync() throws IOException {
        out.getFD().sync();
    }

    private void cutTo(long length) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.segments().lastEntry().getValue().toFile(), "rw")) {
            file.setLength(length);
        }
    }

    /** The old segment is let go when there is a new one: on a full disk there may be none for a while. */
    private void roll() throws IOException {
        FileOutputStream fresh = new FileOutputStream(folder.segment(next).toFile(), true);
        try {
            out.getFD().sync();
            out.close();
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
        out = fresh;
        size = 0;
        begunMillis = clock.millis();
        try (FileChannel names = FileChannel.open(folder.path(), StandardOpenOption.READ)) {
            names.force(true);
        }
        trim();
    }

    /** Takes away what is too old or too much; the newest segment stays. */
    public synchronized void trim() throws IOException {
        TreeMap<Long, Path> all = folder.segments();
        long sum = 0;
        for (Path p : all.values()) {
            sum += Files.size(p);
        }
        long oldest = clock.millis() - limits.age().toMillis();
        while (all.size() > 1) {
            Path first = all.pollFirstEntry().getValue();
            if (sum <= limits.bytes() && Files.getLastModifiedTime(first).toMillis() >= oldest) {
                return;
            }
            sum -= Files.size(first);
            Files.delete(first);
        }
    }

    /** @return how many whole lines there are */
    private static long cutTornEnd(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        long lines = 0;
        int end = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == '\n') {
                lines++;
                end = i + 1;
            }
        }
        if (end < all.length) {
            try (RandomAccessFile torn = new RandomAccessFile(file.toFile(), "rw")) {
                torn.setLength(end);
            }
        }
        return lines;
    }

    /** Closing again does nothing. */
    @Override
    public synchronized void close() throws IOException {
        if (out.getFD().valid()) {
            try (FileOutputStream last = out) {
                last.getFD().sync();
            }
        }
    }
}
