package io.coppice.auth.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class Pbkdf2Test {
    private static final byte[] SALT = "salt and more of it".getBytes(UTF_8);

    @Test
    void openssl_and_the_jdk_derive_the_same() {
        for (String password : List.of("p", "grün und gut", "x".repeat(200), "€\uD83D\uDE00 ", "with\0nothing")) {
            assertArrayEquals(
                    Pbkdf2.byTheJdk(password, SALT, 1000, 64), Pbkdf2.derive(password, SALT, 1000, 64), password);
        }
    }

    /** Checked against another implementation: Python's {@code hashlib.pbkdf2_hmac}. */
    @Test
    void what_it_derives_is_what_others_derive() {
        assertEquals(
                "3722cd34cb788dd182766b7edc5f2bcedd3ac4d137399152152d5059efa2adbc",
                HexFormat.of().formatHex(Pbkdf2.derive("pässword", SALT, 4096, 32)));
    }
}
