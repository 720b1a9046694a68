package io.coppice.store.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTest {
    private static final byte[] SECRET = "a private key".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path dir;

    private Path ring;
    private Sealer sealer;

    @BeforeEach
    void make_a_keyring() throws IOException {
        ring = dir.resolve("keyring");
        sealer = Sealer.withKeyring(ring);
    }

    @Test
    void what_was_sealed_opens_again_in_another_process_too() throws Exception {
        Random random = new Random(7);
        for (int length : new int[] {0, 1, 15, 16, 17, 4096, 1_000_000}) {
            byte[] secret = new byte[length];
            random.nextBytes(secret);
            String text = sealer.seal(secret);
            assertArrayEquals(secret, Sealer.withKeyring(ring).open(text + "\n"));
        }
    }

    @Test
    void the_format_is_fixed_and_shows_nothing() {
        String text = sealer.seal(SECRET);
        assertTrue(text.matches("coppice-sealed:1:[0-9a-f]{8}:[A-Za-z0-9_-]{55}"), text);
        assertTrue(Sealer.isSealed(text));
        assertNotEquals(text, sealer.seal(SECRET));
    }

    @Test
    void every_changed_letter_is_found_out() {
        String text = sealer.seal(SECRET);
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'a' ? 'b' : 'a';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            assertThrows(GeneralSecurityException.class, () -> sealer.open(changed), changed);
            String cut = text.substring(0, i);
            assertThrows(GeneralSecurityException.class, () -> sealer.open(cut), cut);
        }
    }

    @Test
    void the_name_of_the_key_is_sealed_too() throws Exception {
        String first = sealer.seal(SECRET);
        sealer.rotate();
        String second = sealer.seal(SECRET);
        String mixed = second.substring(0, second.lastIndexOf(':')) + first.substring(first.lastIndexOf(':'));
        assertThrows(GeneralSecurityException.class, () -> sealer.open(mixed));
    }

    @Test
    void after_a_rotation_old_texts_open_and_say_that_they_are_old() throws Exception {
        String old = sealer.seal(SECRET);
        sealer.rotate();
        assertArrayEquals(SECRET, Sealer.withKeyring(ring).open(old));
        assertTrue(sealer.isOutdated(old));
        assertFalse(sealer.isOutdated(sealer.seal(SECRET)));
    }

    @Test
    void a_key_that_another_process_adds_is_taken_up_without_a_restart() throws Exception {
        Sealer elsewhere = Sealer.withKeyring(ring);
        sealer.rotate();
        String text = sealer.seal(SECRET);
        assertArrayEquals(SECRET, elsewhere.open(text));
        assertFalse(sealer.isOutdated(elsewhere.seal(SECRET)));
    }

    @Test
    void a_prepared_key_opens_and_seals_nothing_before_it_is_its_turn() throws Exception {
        String before = sealer.newest();
        String next = sealer.prepare();
        assertTrue(sealer.has(next));
        assertEquals(before, sealer.newest());
        assertTrue(sealer.isOutdated(sealer.seal(SECRET, next)));
        assertArrayEquals(SECRET, sealer.open(sealer.seal(SECRET, next)));
        assertThrows(IllegalArgumentException.class, () -> sealer.seal(SECRET, "00000000"));
        Sealer other = Sealer.withKeyring(dir.resolve("other"));
        String ofOther = other.seal(SECRET);
        other.take(Files.readString(ring));
        assertEquals(before, other.newest(), "it seals as the other does");
        sealer.sealWith(next);
        sealer.sealWith("00000000");
        assertEquals(next, sealer.newest());
        assertArrayEquals(SECRET, other.open(sealer.seal(SECRET)));
        assertArrayEquals(SECRET, Sealer.withKeyring(dir.resolve("other")).open(ofOther));
    }

    @Test
    void another_keyring_does_not_open_it() throws IOException {
        String text = sealer.seal(SECRET);
        Sealer other = Sealer.withKeyring(dir.resolve("other"));
        assertThrows(GeneralSecurityException.class, () -> other.open(text));
    }

    @Test
    void a_keyring_is_its_owners_alone() throws IOException {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(ring)));
        Files.setPosixFilePermissions(ring, PosixFilePermissions.fromString("rw-r-----"));
        assertThrows(IOException.class, () -> Sealer.withKeyring(ring));
    }

    @Test
    void a_damaged_keyring_is_named_but_never_quoted() throws IOException {
        Files.writeString(ring, "12345678 c2VjcmV0\n");
        IOException e = assertThrows(IOException.class, () -> Sealer.withKeyring(ring));
        assertTrue(e.getMessage().contains("keyring") && !e.getMessage().contains("c2VjcmV0"), e.getMessage());
        Files.writeString(ring, "");
        assertThrows(IOException.class, () -> Sealer.withKeyring(ring));
    }
}
