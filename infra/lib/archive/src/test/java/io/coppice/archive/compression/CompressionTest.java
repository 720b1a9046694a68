package io.coppice.archive.compression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
        for (Compression c : List.of(Compression.NONE, Compression.GZIP, Compression.ZSTD)) {
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
    void what_is_cut_off_is_an_error_and_no_end() throws Exception {
        for (Compression c : List.of(Compression.GZIP, Compression.ZSTD)) {
            ByteArrayOutputStream to = new ByteArrayOutputStream();
            try (OutputStream out = c.compress(to, 0)) {
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
                IOException.class, () -> Compression.LZO.decompress(new ByteArrayInputStream(new byte[0])));
        assertEquals("archives compressed as '.lzo' cannot be read or written; use zstd or gzip", e.getMessage());
    }
}
