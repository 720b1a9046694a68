package io.coppice.archive.compression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LzopTest {
    /** What lzop 1.04 makes of {@link #text}, with {@code -1}, {@code -3 --crc32 -C} and {@code -9}. */
    private static final List<String> PACKED = List.of(
            "iUxaTwANChoKEEAgoAlAAgEDAAANAAAAAGsMMKgAAAAAACiKArwAAAOpAAABXMA+WrgJc3Rvb2wgZ3JvdmUgrAEJYmlyY2ggY29w"
                    + "cGljbwJlbSCoArAEAWVsbSBsAAFzdGVtJ5QAqAO4BIADqAF8BKgDtAACc3Rvb2zYDOAMBHRoaWNrZXTMDJAHAW9hayD4AmgIsAnq"
                    + "CGVt2BW4ArQApAvsCvwAYAlsALQD6ArgCawRJzgBuAK0AHAGoAt8D2wA8AeAFPwLYAOgBrAF/AK8DaQDgAYpKABoC7wDdAd0AWwA"
                    + "MvwAhAdwA7gFtABwBrAFKmQAKSgGYAT8EPwAaAVsAC1EAWgFpBP0G2QCbACABS5QAKgFfAjsAKQC/AS4Ei/4ALwWsAOcCqAC7BP0"
                    + "B7QCgAS4CqQG+AS4Cqg2KBQAKPIAZW0nyAgy+AD4CGQX7AEpxAErHAG8B+gC/AC0AngQLGACLDQAMUwB4AhoB7gDZAG4BrQAKlAC"
                    + "8BMOb2FrIHRoaWNrZXQgYmlyY2gRAAAAAAAA",
            "iUxaTwANChoKEEAgoBABAQUDABEMAAAAAGsMMKgAAAAAAB9LdjwAAAOpAAABXGJwY2AJc3Rvb2wgZ3JvdmUgrAEJYmlyY2ggY29w"
                    + "cGljbwJlbSCoArAEAWVsbSBsAAFzdGVtJ5QAqAO4BIADqAF8BKgDtAACc3Rvb2zYDOAMBHRoaWNrZXTMDJAHAW9hayD4AmgIsAnq"
                    + "CGVt2BW4ArQApAvsCvwAYAlsALQD6ArgCawRJzgBuAK0AHAGoAt8D2wA8AeAFPwLYAOgBrAF/AK8DaQDgAYpKABoC7wDdAd0AWwA"
                    + "MvwAhAdwA7gFtABwBrAFKmQAKSgGYAT8EPwAaAVsAC1EAWgFpBP0G2QCbACABS5QAKgFfAjsAKQC/AS4Ei/4ALwWsAOcCqAC7BP0"
                    + "B7QCgAS4CqQG+AS4Cqg2KBQAKPIAZW0nyAgy+AD4CGQX7AEpxAErHAG8B+gC/AC0AngQLGACLDQAMUwB4AhoB7gDZAG4BrQAKlAC"
                    + "8BMOb2FrIHRoaWNrZXQgYmlyY2gRAAAAAAAA",
            "iUxaTwANChoKEEAgoAlAAwkDAAANAAAAAGsMMKgAAAAAACktAsUAAAOpAAABDMA+Wrgdc3Rvb2wgZ3JvdmUgrAEJYmlyY2ggY29w"
                    + "cGljbgJlbcgCswRlbG2MAIAD9ASoA7gEKcQAfASoAyqAAbQA6gd0aAcBa2V0KvMAb2FrJ1gAaAgq+AGABCq4AfwGKkwB/ABgCWwA"
                    + "tAPoCiwtAmUsiAK0AHAGKAgDbADwByvaA2VsLCwCKNAEKlIFZW0qKAAoPAJ0B+QUMvwALbgAKNAAsAUqZAAtTAI4HAQvAAKkEyq0"
                    + "BSdwBy5QAChoBOwALPAAKMAEK/gAKlQJgAM0/AcvPAYsSAS4CigcBCxIByvAATL4ACokBDGUBSscASxUAyxUASj4BfQIN+QGLgAB"
                    + "KAQDKBABKCQHMqACK2AFEQAAAAAAAA==");

    /** Words, picked by a small generator: the same everywhere. */
    private static byte[] text() {
        String[] words = {"oak", "elm", "birch", "coppice", "stool", "stem", "grove", "thicket"};
        StringBuilder all = new StringBuilder();
        long n = 7;
        for (int i = 0; i < 160; i++) {
            n = (n * 1103515245L + 12345) & 0x7fffffffL;
            all.append(i == 0 ? "" : " ").append(words[(int) (n >> 16) % 8]);
        }
        return all.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] unpacked(byte[] packed) throws IOException {
        return Compression.LZO.decompress(new ByteArrayInputStream(packed)).readAllBytes();
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        try (OutputStream out = Compression.LZO.compress(to, 1)) {
            out.write(bytes);
        }
        return to.toByteArray();
    }

    /** What repeats near and far, what does not repeat, and lengths around all limits. */
    private static List<byte[]> samples() {
        Random random = new Random(3);
        byte[] far = new byte[20_000];
        random.nextBytes(far);
        byte[] noise = new byte[15_000];
        random.nextBytes(noise);
        ByteArrayOutputStream mixed = new ByteArrayOutputStream();
        for (byte[] part : List.of(far, noise, far, text(), new byte[300_000], text(), far)) {
            mixed.writeBytes(part);
        }
        byte[] few = new byte[600_000];
        for (int i = 0; i < few.length; i++) {
            few[i] = (byte) random.nextInt(4);
        }
        return List.of(new byte[0], new byte[] {1, 2, 3}, new byte[1000], text(), noise, few, mixed.toByteArray());
    }

    @Test
    void what_lzop_has_made_is_read() throws Exception {
        for (String one : PACKED) {
            assertArrayEquals(text(), unpacked(Base64.getDecoder().decode(one)));
        }
    }

    @Test
    void what_was_packed_comes_back_and_is_smaller_where_it_repeats() throws Exception {
        for (byte[] sample : samples()) {
            assertArrayEquals(sample, unpacked(packed(sample)), sample.length + " bytes");
        }
        assertTrue(packed(new byte[1_000_000]).length < 10_000);
    }

    @Test
    void lzop_itself_reads_what_is_made_here(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/lzop")), "lzop is not installed");
        for (byte[] sample : samples()) {
            Path file = Files.write(folder.resolve("x.lzo"), packed(sample));
            Process lzop = new ProcessBuilder("lzop", "-d", "-c", file.toString()).start();
            assertArrayEquals(sample, lzop.getInputStream().readAllBytes());
            assertEquals(0, lzop.waitFor());
        }
    }

    @Test
    void whatever_is_wrong_with_it_ends_with_an_error_and_never_with_other_bytes() throws Exception {
        byte[] whole = Base64.getDecoder().decode(PACKED.getFirst());
        Random random = new Random(8);
        for (int i = 0; i < 2000; i++) {
            byte[] broken = whole.clone();
            broken[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] bytes;
            try {
                bytes = unpacked(broken);
            } catch (IOException e) {
                continue;
            }
            assertArrayEquals(text(), bytes);
        }
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(IOException.class, () -> unpacked(cut));
        }
    }
}
