package io.coppice.servicekit.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The log of the truth's history. Every node writes one, at its own pace and from its own beginning, and all are the same
 * log to a reader: it is named after the truth's incarnation, and a line's position follows from the revision that it tells
 * of, {@code revision * 65536 + place within it}, which is the counter of its event's sequence.
 */
public final class HistoryLog implements LogLines {
    /** What the names of such logs begin with. */
    public static final String SOURCE = "config";

    private static final int STEP = 200;
    private static final int PLACES = 1 << 16;
    private static final int MOST_PLACES = 4096;

    private final LogFolder folder;
    private final LogReader lines;

    /** Where those who follow it go on, by position: what that is in this node's own count of lines. */
    private final TreeMap<Long, Long> places = new TreeMap<>();

    private long oldest = -1;
    private long first;
    private long newest = -1;
    private long end;

    public HistoryLog(Path folder) {
        this.folder = new LogFolder(folder);
        this.lines = new LogReader(folder);
    }

    public static String name(UUID incarnation) {
        return SOURCE + "-" + incarnation.toString().substring(0, 8);
    }

    static boolean is(String name) {
        return name.startsWith(SOURCE + "-");
    }

    /** @param place from 0 on; the last one is for what stands for all that came before */
    public static long position(long revision, int place) {
        return revision * PLACES + Math.min(place, PLACES - 1);
    }

    private static long position(LogReader.Line line) {
        return position(EventJson.text(line.json(), "sequence"));
    }

    /** Of an event of the truth's history. */
    public static long position(ObjectNode event) {
        return position(EventJson.text(event, "sequence"));
    }

    private static long position(String sequence) {
        return Long.parseLong(sequence.substring(sequence.indexOf('.') + 1), 16);
    }

    /** Says of an empty log from which position on it will have everything. */
    public static void begin(Path folder, long position) throws IOException {
        new LogFolder(folder).beginAt(position);
    }

    /** What happened before a node joined was there, though not here. */
    @Override
    public long begins() {
        return 1;
    }

    @Override
    public boolean follows() {
        return true;
    }

    @Override
    public synchronized long first() throws IOException {
        return first(lines.first());
    }

    private long first(long oldestLine) throws IOException {
        if (oldest == oldestLine) {
            return first;
        }
        List<LogReader.Line> one =
                oldestLine == 1 ? List.of() : lines.read(oldestLine, 1).lines();
        first = one.isEmpty() ? folder.begins() : position(one.getFirst());
        oldest = oldestLine == 1 || !one.isEmpty() ? oldestLine : -1;
        return first;
    }

    @Override
    public synchronized long end() throws IOException {
        long next = lines.end();
        if (next != newest) {
            List<LogReader.Line> last =
                    next == 1 ? List.of() : lines.read(next - 1, 1).lines();
            end = last.isEmpty() ? first() : position(last.getLast()) + 1;
            newest = next;
        }
        return end;
    }

    @Override
    public synchronized LogReader.Chunk read(long from, int most) throws IOException {
        LogReader.Chunk chunk = lines.read(seek(from), most);
        List<LogReader.Line> told = from(from, chunk);
        // a reader that is ahead of this node waits where the log ended, and what came since may be behind it still
        while (told.isEmpty() && !chunk.lines().isEmpty()) {
            chunk = lines.read(chunk.next(), most);
            told = from(from, chunk);
        }
        long next = told.isEmpty() ? from : told.getLast().position() + 1;
        remember(next, chunk.next());
        return new LogReader.Chunk(first(chunk.first()), next, told);
    }

    private void remember(long position, long line) {
        places.put(position, line);
        while (places.size() > MOST_PLACES) {
            places.pollFirstEntry();
        }
    }

    private static List<LogReader.Line> from(long from, LogReader.Chunk chunk) {
        return chunk.lines().stream()
                .map(line -> new LogReader.Line(position(line), line.json()))
                .filter(line -> line.position() >= from)
                .toList();
    }

    /** The first line at or behind a position, in this node's own count. */
    private long seek(long from) throws IOException {
        Map.Entry<Long, Long> known = places.floorEntry(from);
        if (known != null && known.getKey() == from) {
            return known.getValue();
        }
        long at = segment(from);
        if (known != null) {
            at = Math.max(at, known.getValue());
        }
        while (true) {
            LogReader.Chunk chunk = lines.read(at, STEP);
            for (LogReader.Line line : chunk.lines()) {
                if (position(line) >= from) {
                    return line.position();
                }
            }
            if (chunk.lines().isEmpty()) {
                return chunk.next();
            }
            at = chunk.next();
        }
    }

    /** The beginning of the last segment that does not begin behind a position. */
    private long segment(long from) throws IOException {
        List<Long> begins = List.copyOf(folder.segments().keySet());
        int low = 0;
        int high = begins.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            List<LogReader.Line> head = lines.read(begins.get(middle), 1).lines();
            if (!head.isEmpty() && position(head.getFirst()) <= from) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return begins.isEmpty() ? 1 : begins.get(low);
    }
}
