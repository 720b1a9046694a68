package io.coppice.archive.compression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompressionTest {
    @Test
    void what_was_compressed_comes_back() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        for (Compression c : List.of(Compression.NONE, Compression.GZIP, Compression.ZSTD, Compression.LZO)) {
            ByteArrayOutputStream to = new ByteArrayOutputStream();
            try (OutputStream out = c.compress(to, 1)) {
                out.write(bytes);
            }
            assertArrayEquals(
                    bytes,
                    c.decompress(new ByteArrayInputStream(to.toByteArray())).readAllBytes(),
                    c.name());
        }
    }

    @Test
    void gzip_with_several_threads_is_one_member_that_any_gunzip_reads() throws Exception {
        Random random = new Random(7);
        for (int size : List.of(0, 1, 128 * 1024, 128 * 1024 + 1, 5_000_000)) {
            byte[] bytes = new byte[size];
            for (int i = 0; i < size; i++) {
                bytes[i] = (byte) (i % 1000 < 500 ? i % 7 : random.nextInt(256));
            }
            ByteArrayOutputStream to = new ByteArrayOutputStream();
            try (OutputStream out = Compression.GZIP.compress(to, 4)) {
                int at = 0;
                while (at < size) {
                    int part = Math.min(size - at, 1 + random.nextInt(300_000));
                    out.write(bytes, at, part);
                    at += part;
                }
            }
            byte[] packed = to.toByteArray();
            assertArrayEquals(
                    bytes,
                    Compression.GZIP
                            .decompress(new ByteArrayInputStream(packed))
                            .readAllBytes());
            assertArrayEquals(bytes, gunzipped(packed), "by gunzip(1), of " + size + " bytes");
        }
    }

    private static byte[] gunzipped(byte[] packed) throws Exception {
        Process gunzip = new ProcessBuilder("gzip", "-d", "-c").start();
        Thread feeding = Thread.startVirtualThread(() -> {
            try (OutputStream in = gunzip.getOutputStream()) {
                in.write(packed);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        byte[] back = gunzip.getInputStream().readAllBytes();
        feeding.join();
        assertEquals(0, gunzip.waitFor());
        return back;
    }

    @Test
    void several_threads_compress_as_well_as_one() throws Exception {
        byte[] bytes = "what comes again and again is kept once, "
                .repeat(100_000)
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        ByteArrayOutputStream one = new ByteArrayOutputStream();
        try (OutputStream out = Compression.GZIP.compress(one, 1)) {
            out.write(bytes);
        }
        ByteArrayOutputStream four = new ByteArrayOutputStream();
        try (OutputStream out = Compression.GZIP.compress(four, 4)) {
            out.write(bytes);
        }
        assertTrue(four.size() < one.size() * 1.3, four.size() + " bytes, and " + one.size() + " with one");
    }

    @Test
    void what_is_cut_off_is_an_error_and_no_end() throws Exception {
        for (Compression c : List.of(Compression.GZIP, Compression.ZSTD, Compression.LZO)) {
            ByteArrayOutputStream to = new ByteArrayOutputStream();
            try (OutputStream out = c.compress(to, 2)) {
                out.write(new byte[500_000]);
            }
            byte[] cut = java.util.Arrays.copyOf(to.toByteArray(), to.size() - 3);
            assertThrows(
                    IOException.class,
                    () -> c.decompress(new ByteArrayInputStream(cut)).readAllBytes(),
                    c.name());
        }
    }

    @Test
    void words_and_names_say_which_it_is() {
        assertEquals(Optional.of(Compression.ZSTD), Compression.ofWord("zstd"));
        assertEquals(Optional.of(Compression.LZO), Compression.ofWord("1"));
        assertEquals(Optional.of(Compression.NONE), Compression.ofWord("0"));
        assertEquals(Optional.empty(), Compression.ofWord("rar"));
        assertEquals(Compression.GZIP, Compression.ofFileName("vzdump-lxc-100-2026_01_01-00_00_00.tgz"));
        assertEquals(Compression.ZSTD, Compression.ofFileName("vzdump-qemu-100-2026_01_01-00_00_00.vma.zst"));
        assertEquals(Compression.NONE, Compression.ofFileName("vzdump-qemu-100-2026_01_01-00_00_00.vma"));
    }

    @Test
    void what_is_not_served_says_so() {
        IOException e = assertThrows(
                IOException.class, () -> Compression.BZIP2.decompress(new ByteArrayInputStream(new byte[0])));
        assertEquals("archives compressed as '.bz2' cannot be read or written; use zstd or gzip", e.getMessage());
    }
}
