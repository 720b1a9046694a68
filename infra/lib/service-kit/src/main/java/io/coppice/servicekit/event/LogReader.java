package io.coppice.servicekit.event;

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
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a log, also one that another process writes. Thread-safe. Several who follow a log share its reader, each at a place of
 * its own, so it remembers where lines begin, some of each segment.
 */
public final class LogReader implements LogLines {
    private static final int CHUNK = 1 << 20;

    /** Of so many lines one is remembered, and the ends of what was read. */
    private static final int REMEMBERED = 64;

    private static final int MOST_PLACES = 4096;

    private final LogFolder folder;
    private final Listing<TreeMap<Long, Path>> listing;
    private final boolean copy;
    private TreeMap<Long, Path> segments = new TreeMap<>();
    private final TreeMap<Long, Place> places = new TreeMap<>();
    private long forced;

    /** Where a line begins: in which segment, at which byte. */
    private record Place(long segment, long offset) {}

    /** A line and its position. */
    public record Line(long position, String json) {}

    /**
     * What was read.
     *
     * @param first the oldest position that is there still
     * @param next where to go on
     */
    public record Chunk(long first, long next, List<Line> lines) {}

    public LogReader(Path folder) {
        this(folder, false);
    }

    /** @param copy whether it is written after another node's */
    LogReader(Path folder, boolean copy) {
        this.folder = new LogFolder(folder);
        this.listing = new Listing<>(folder, all -> this.folder.segments());
        this.copy = copy;
    }

    @Override
    public long begins() throws IOException {
        return folder.begins();
    }

    @Override
    public boolean follows() {
        return copy;
    }

    /** The log's name; empty while there is none. */
    public String name() throws IOException {
        return folder.name().orElse("");
    }

    @Override
    public synchronized long first() throws IOException {
        segments = listing.now();
        return segments.isEmpty() ? 1 : segments.firstKey();
    }

    /** The position that the next line will have. */
    @Override
    public synchronized long end() throws IOException {
        segments = listing.now();
        return segments.isEmpty()
                ? 1
                : readSegment(segments.lastEntry(), Math.max(segments.lastKey(), furthest()), 0, new ArrayList<>());
    }

    @Override
    public synchronized Chunk read(long from, int most) throws IOException {
        for (int tries = 0; ; tries++) {
            try {
                return once(from, most);
            } catch (NoSuchFileException e) {
                // the writer has taken it away meanwhile
                if (tries == 3) {
                    throw e;
                }
            }
        }
    }

    private Chunk once(long from, int most) throws IOException {
        if (segments.isEmpty() || from < segments.firstKey() || !isFull(from)) {
            segments = listing.now();
        }
        if (segments.isEmpty()) {
            return new Chunk(1, Math.max(from, 1), List.of());
        }
        long first = segments.firstKey();
        long at = Math.max(from, first);
        List<Line> lines = new ArrayList<>();
        while (lines.size() < most) {
            Map.Entry<Long, Path> segment = segments.floorEntry(at);
            at = readSegment(segment, at, most, lines);
            Map.Entry<Long, Path> following = segments.higherEntry(segment.getKey());
            if (following == null || following.getKey() != at) {
                break;
            }
        }
        return new Chunk(first, lines.isEmpty() ? at : lines.getLast().position() + 1, lines);
    }

    /** Whether the segment that holds a position is known to be followed by another. */
    private boolean isFull(long position) {
        Map.Entry<Long, Path> segment = segments.floorEntry(position);
        return segment != null && segments.higherEntry(segment.getKey()) != null;
    }

    private long furthest() {
        return places.isEmpty() ? 0 : places.lastKey();
    }

    private void remember(long position, Place place) {
        places.put(position, place);
        while (places.size() > MOST_PLACES) {
            places.pollFirstEntry();
        }
    }

    /** @return the position behind the last line that was read or skipped */
    private long readSegment(Map.Entry<Long, Path> segment, long from, int most, List<Line> into) throws IOException {
        long position = segment.getKey();
        long offset = 0;
        Map.Entry<Long, Place> known = places.floorEntry(from);
        if (known != null && known.getValue().segment() == segment.getKey()) {
            position = known.getKey();
            offset = known.getValue().offset();
            if (position == from && position <= forced && Files.size(segment.getValue()) <= offset) {
                return from;
            }
        }
        try (FileChannel file = FileChannel.open(segment.getValue(), StandardOpenOption.READ)) {
            byte[] bytes = bytes(file, offset);
            int begin = 0;
            for (int i = 0; i < bytes.length && (most == 0 || into.size() < most); i++) {
                if (bytes[i] == '\n') {
                    if (position >= from && most > 0) {
                        into.add(new Line(position, new String(bytes, begin, i - begin, StandardCharsets.UTF_8)));
                    }
                    position++;
                    begin = i + 1;
                    if (position % REMEMBERED == 0) {
                        remember(position, new Place(segment.getKey(), offset + begin));
                    }
                }
            }
            if (position > forced) {
                file.force(false);
                forced = position;
            }
            remember(position, new Place(segment.getKey(), offset + begin));
        }
        return Math.max(position, from);
    }

    private static byte[] bytes(FileChannel file, long offset) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(Math.max(0, file.size() - offset), 4L * CHUNK));
        while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) >= 0) {}
        return java.util.Arrays.copyOf(buffer.array(), buffer.position());
    }
}
