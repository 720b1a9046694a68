package io.coppice.storage.directory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link PartReader} reads, {@link PartWriter} writes. */
class PartStreamTest {
    private static final int PIECE = PartReader.PIECE;

    @TempDir
    Path dir;

    private Path from;
    private Path to;

    private byte[] disk(Random random, int length) throws IOException {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        for (int i = random.nextInt(4); i > 0; i--) {
            int begin = random.nextInt(length);
            Arrays.fill(bytes, begin, Math.min(length, begin + random.nextInt(3 * PIECE)), (byte) 0);
        }
        from = Files.write(dir.resolve("from"), bytes);
        to = Files.write(dir.resolve("to"), new byte[0]);
        return bytes;
    }

    private FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Whether what lies there afterwards is what was read. */
    private boolean carry(long offset, long length, boolean zerosToo) throws IOException {
        try (FileChannel source = open(from);
                FileChannel target = open(to)) {
            PartReader reader = new PartReader(source, offset, length, zerosToo, 0);
            String there = new PartWriter(target, offset, length).write(reader);
            return there.equals(reader.sum());
        }
    }

    @Test
    void a_file_arrives_in_whatever_parts_and_with_whatever_holes() throws IOException {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            byte[] bytes = disk(random, 1 + random.nextInt(6 * PIECE));
            int part = 1 + random.nextInt(bytes.length);
            for (long at = 0; at < bytes.length; at += part) {
                assertTrue(carry(at, Math.min(part, bytes.length - at), random.nextBoolean()), "seed " + seed);
            }
            assertArrayEquals(bytes, Arrays.copyOf(Files.readAllBytes(to), bytes.length), "seed " + seed);
        }
    }

    @Test
    void what_lay_between_the_pieces_is_found_unless_zeros_travel() throws IOException {
        disk(new Random(1), 3 * PIECE);
        Files.write(from, new byte[3 * PIECE]);
        Files.write(to, new byte[] {0, 0, 1});
        assertTrue(!carry(0, 3L * PIECE, false));
        assertTrue(carry(0, 3L * PIECE, true));
        assertArrayEquals(new byte[3 * PIECE], Files.readAllBytes(to));
    }

    @Test
    void zeros_do_not_travel() throws IOException {
        disk(new Random(1), 1);
        byte[] bytes = new byte[40 * PIECE];
        bytes[39 * PIECE] = 1;
        Files.write(from, bytes);
        try (FileChannel source = open(from)) {
            PartReader reader = new PartReader(source, 0, bytes.length, false, 0);
            assertTrue(reader.readAllBytes().length < PIECE + 100);
            assertEquals(PIECE, reader.sent());
        }
    }

    @Test
    void what_is_cut_short_or_no_part_is_refused() throws IOException {
        disk(new Random(2), 2 * PIECE + 5);
        byte[] stream;
        try (FileChannel source = open(from)) {
            stream = new PartReader(source, 0, 2 * PIECE + 5, true, 0).readAllBytes();
        }
        for (int cut : new int[] {0, 3, 12, PIECE, stream.length - 1}) {
            assertThrows(IOException.class, () -> write(Arrays.copyOf(stream, cut), 2 * PIECE + 5), "cut at " + cut);
        }
        assertThrows(IOException.class, () -> write(stream, 2 * PIECE), "longer than the part");
        byte[] begin = head(PIECE, 3);
        assertThrows(IOException.class, () -> write(begin, PIECE), "behind the part");
        assertThrows(IOException.class, () -> write(head(-4, 3), PIECE), "before it");
        assertThrows(IOException.class, () -> write(head(0, -3), PIECE));
        assertThrows(IOException.class, () -> write(head(0, Integer.MAX_VALUE), Long.MAX_VALUE), "no such piece");
        byte[] other = stream.clone();
        other[100] ^= 1;
        assertNotEquals(write(stream, 2 * PIECE + 5), write(other, 2 * PIECE + 5));
    }

    private static byte[] head(long offset, int length) {
        return ByteBuffer.allocate(100).putLong(offset).putInt(length).array();
    }

    private String write(byte[] stream, long length) throws IOException {
        try (FileChannel target = open(to)) {
            return new PartWriter(target, 0, length).write(new ByteArrayInputStream(stream));
        }
    }

    @Test
    void it_goes_no_faster_than_is_allowed() throws IOException {
        disk(new Random(3), 1);
        byte[] bytes = new byte[640 << 10];
        new Random(4).nextBytes(bytes);
        Files.write(from, bytes);
        long begun = System.nanoTime();
        try (FileChannel source = open(from)) {
            new PartReader(source, 0, bytes.length, false, 1024).readAllBytes();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(took.compareTo(Duration.ofMillis(240)) > 0, "640 KiB at 1 MiB/s took " + took);
    }
}
