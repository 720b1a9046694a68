package io.coppice.auth.login;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passwords of the built-in realm: PBKDF2 with HMAC-SHA-512, 210,000 rounds and 16 random bytes (OWASP's figures), as
 * {@code pbkdf2-sha512$rounds$salt$hash}. Hashes of crypt(3) that came with an import are checked, and none is made.
 */
public final class PasswordHash {
    private static final int ROUNDS = 210_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 64;
    private static final Pattern FORM = Pattern.compile("pbkdf2-sha512\\$(\\d{4,8})\\$([^$]+)\\$([^$]+)");

    private PasswordHash() {}

    public static String of(String password) {
        byte[] salt = random(SALT_BYTES);
        return text(salt, Pbkdf2.derive(password, salt, ROUNDS, HASH_BYTES));
    }

    /**
     * Makes ready for the first login, in the background. Where the first look at a password takes several times as long as the
     * next, since its code is not compiled then, no login should be the one that waits for it.
     */
    public static void warmUp() {
        Thread.ofPlatform().daemon().name("password-warm-up").start(() -> {
            if (!Pbkdf2.isWarm()) {
                matches("", nobodys());
            }
        });
    }

    /** A hash that no password is known for; to look at it takes as long as at any other. */
    static String nobodys() {
        return text(random(SALT_BYTES), random(HASH_BYTES));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static String text(byte[] salt, byte[] hash) {
        Base64.Encoder text = Base64.getEncoder();
        return "pbkdf2-sha512$" + ROUNDS + "$" + text.encodeToString(salt) + "$" + text.encodeToString(hash);
    }

    /** Whether this host can check a hash of crypt(3). */
    public static boolean knowsForeign(String hash) {
        return Crypt.knows(hash);
    }

    /** Whether it was made elsewhere. */
    static boolean isForeign(String hash) {
        return Crypt.isOne(hash.strip());
    }

    /** In constant time; a hash that cannot be read matches nothing. */
    public static boolean matches(String password, String hash) {
        if (isForeign(hash)) {
            return Crypt.matches(password, hash.strip());
        }
        Matcher m = FORM.matcher(hash.strip());
        if (!m.matches()) {
            return false;
        }
        byte[] salt = Base64.getDecoder().decode(m.group(2));
        return MessageDigest.isEqual(
                Pbkdf2.derive(password, salt, Integer.parseInt(m.group(1)), HASH_BYTES),
                Base64.getDecoder().decode(m.group(3)));
    }
}
