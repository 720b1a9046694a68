package io.coppice.store.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the log's files before Ratis does. Ratis cuts a last record that ends with its file; one that was torn by a
 * loss of power lies in preallocated zeros, and there Ratis would refuse to start.
 *
 * <p>A record is its length (a varint), that many bytes, and a CRC-32C of both, big-endian; a zero where a length
 * should be is the end.
 */
final class LogCheck {
    private static final Logger LOG = LoggerFactory.getLogger(LogCheck.class);
    private static final Pattern CLOSED = Pattern.compile("log_(\\d+)-(\\d+)");
    private static final Pattern OPEN = Pattern.compile("log_inprogress_(\\d+)");
    private static final int HEADER = 8;

    private LogCheck() {}

    /**
     * Cuts a torn last record, keeping its bytes beside it; has Ratis drop a log that ends before the snapshot.
     *
     * @param current the directory with the log's files
     * @param snapshot the index of the newest snapshot, -1 without one
     * @throws IOException when something is missing or damaged that a torn write cannot explain
     */
    static void check(Path current, long snapshot) throws IOException {
        TreeMap<Long, Long> closed = new TreeMap<>();
        TreeMap<Long, Path> open = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(current, "log_*")) {
            for (Path f : files) {
                Matcher c = CLOSED.matcher(f.getFileName().toString());
                Matcher o = OPEN.matcher(f.getFileName().toString());
                if (c.matches()) {
                    closed.put(Long.parseLong(c.group(1)), Long.parseLong(c.group(2)));
                } else if (o.matches()) {
                    open.put(Long.parseLong(o.group(1)), f);
                }
            }
        }
        long next = -1;
        for (var segment : closed.entrySet()) {
            next = follows(next, segment.getKey(), snapshot);
            next = segment.getValue() + 1;
        }
        if (open.size() > 1) {
            throw new IOException("the log has two open segments");
        }
        for (var segment : open.entrySet()) {
            follows(next, segment.getKey(), snapshot);
            cutTornTail(segment.getValue(), segment.getKey(), snapshot);
        }
    }

    private static long follows(long expected, long start, long snapshot) throws IOException {
        if (expected >= 0 ? start != expected : start > snapshot + 1) {
            long first = expected >= 0 ? expected : snapshot + 1;
            throw new IOException("the log lacks entries " + first + " to " + (start - 1));
        }
        return start;
    }

    private static void cutTornTail(Path file, long first, long snapshot) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int good = HEADER;
        long torn = first;
        int next;
        while ((next = end(all, good)) > 0) {
            good = next;
            torn++;
        }
        if (torn <= snapshot) {
            close(file, good, first, torn - 1);
            return;
        }
        if (good >= all.length || zeros(all, good)) {
            return;
        }
        OptionalLong later = laterCommit(all, good, torn);
        if (later.isPresent()) {
            throw new IOException(
                    file + " is damaged at byte " + good + ", before whole records (at " + later.getAsLong() + ")");
        }
        Path kept = file.resolveSibling("torn-" + file.getFileName() + "-" + good);
        Files.write(kept, Arrays.copyOfRange(all, good, lastByte(all) + 1));
        try (FileChannel c = FileChannel.open(file, StandardOpenOption.WRITE)) {
            c.truncate(good);
            c.force(true);
        }
        LOG.warn("The last record of {} was torn and is cut; its bytes are kept in {}", file, kept);
    }

    /**
     * Of a log that ends before the snapshot, as when the process was killed after a leader's had come and before the log was
     * emptied, Ratis drops the closed segments at its start, keeps an open one, and takes nothing then, for what comes next
     * does not follow on it.
     */
    private static void close(Path file, int length, long first, long last) throws IOException {
        if (last < first) {
            Files.delete(file);
        } else {
            try (FileChannel c = FileChannel.open(file, StandardOpenOption.WRITE)) {
                c.truncate(length);
                c.force(true);
            }
            Files.move(file, file.resolveSibling("log_" + first + "-" + last), StandardCopyOption.ATOMIC_MOVE);
        }
        SnapshotFiles.syncDirectory(file.resolveSibling("."));
        LOG.info("The log before {} lies in the snapshot as a whole and is dropped", last + 1);
    }

    /** Entries of the log's files in order; what is torn at their end is left out. */
    static List<LogEntryProto> entries(Path current) throws IOException {
        TreeMap<Long, Path> segments = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(current, "log_*")) {
            for (Path f : files) {
                Matcher c = CLOSED.matcher(f.getFileName().toString());
                Matcher o = OPEN.matcher(f.getFileName().toString());
                if (c.matches() || o.matches()) {
                    segments.put(Long.parseLong(c.matches() ? c.group(1) : o.group(1)), f);
                }
            }
        }
        List<LogEntryProto> entries = new ArrayList<>();
        for (Path f : segments.values()) {
            byte[] all = Files.readAllBytes(f);
            int at = HEADER;
            for (int next = end(all, at); next > 0; next = end(all, at)) {
                int body = at;
                while (all[body++] < 0) {
                    // the length's bytes but the last have their highest bit set
                }
                entries.add(LogEntryProto.parser().parseFrom(all, body, next - 4 - body));
                at = next;
            }
        }
        return entries;
    }

    /** Where the record that begins here ends; 0 when none does. */
    private static int end(byte[] all, int start) {
        long length = 0;
        int at = start;
        for (int shift = 0; shift < 32; shift += 7) {
            if (at >= all.length) {
                return 0;
            }
            byte b = all[at++];
            length |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                break;
            }
        }
        if (length <= 0 || at + length + 4 > all.length) {
            return 0;
        }
        int body = (int) (at + length);
        CRC32C crc = new CRC32C();
        crc.update(all, start, body - start);
        return (int) crc.getValue() == ByteBuffer.wrap(all, body, 4).getInt() ? body + 4 : 0;
    }

    /**
     * Where a whole record lies that says the torn one was committed, and so was on disk once. Other whole records can be
     * of the same unflushed write as the torn one: a disk writes its sectors in any order.
     *
     * <p>A record begins with a protobuf tag (term, number 1), which makes guesses cheap.
     */
    private static OptionalLong laterCommit(byte[] all, int from, long torn) {
        for (int i = from + 1; i < all.length - 6; i++) {
            int end = all[i] == 0 ? 0 : end(all, i);
            if (end > i + 10 && committed(all, i, end) >= torn) {
                return OptionalLong.of(i);
            }
        }
        return OptionalLong.empty();
    }

    /** Up to which index a record says that all is committed; -1 where it says nothing of it. */
    private static long committed(byte[] all, int start, int end) {
        int body = start;
        while (all[body++] < 0) {
            // the length's bytes but the last have their highest bit set
        }
        try {
            LogEntryProto entry = LogEntryProto.parser().parseFrom(all, body, end - 4 - body);
            return entry.hasMetadataEntry() ? entry.getMetadataEntry().getCommitIndex() : -1;
        } catch (InvalidProtocolBufferException e) {
            return Long.MAX_VALUE; // whole, and yet none of ours
        }
    }

    private static boolean zeros(byte[] all, int from) {
        return lastByte(all) < from;
    }

    private static int lastByte(byte[] all) {
        int last = all.length - 1;
        while (last >= 0 && all[last] == 0) {
            last--;
        }
        return last;
    }
}
