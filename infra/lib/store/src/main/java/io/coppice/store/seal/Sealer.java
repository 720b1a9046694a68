package io.coppice.store.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals and opens secrets with AES-256-GCM. Thread-safe.
 *
 * <p>A sealed text is one line, {@code coppice-sealed:1:<key>:<base64url of nonce, ciphertext and tag>}. What stands
 * before the last colon is authenticated too.
 */
public final class Sealer {
    private static final String MARK = "coppice-sealed:1:";
    private static final Pattern SHAPE = Pattern.compile("coppice-sealed:1:([0-9a-f]{8}):([A-Za-z0-9_-]+)");
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final Path file;
    private volatile Keyring keys;

    private Sealer(Path file, Keyring keys) {
        this.file = file;
        this.keys = keys;
    }

    /**
     * Reads a keyring; the first time it is made, with one key.
     *
     * @throws IOException when it cannot be read or written, is malformed, or others may read it
     */
    public static Sealer withKeyring(Path file) throws IOException {
        return new Sealer(file, Keyring.open(file));
    }

    /** Seals with the newest key. */
    public String seal(byte[] secret) {
        Keyring now = keys;
        String head = MARK + now.newest();
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, now.newestKey(), nonce, head).doFinal(secret);
            byte[] all = ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return head + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is missing from this JDK", e);
        }
    }

    /** @throws GeneralSecurityException when it was not sealed with a key of this ring, or was changed since */
    public byte[] open(String text) throws GeneralSecurityException {
        Matcher m = SHAPE.matcher(text.strip());
        if (!m.matches()) {
            throw new GeneralSecurityException("this is no sealed text");
        }
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(m.group(2));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("this is no sealed text", e);
        }
        if (all.length < NONCE + TAG_BITS / 8) {
            throw new GeneralSecurityException("this sealed text is cut");
        }
        SecretKey key = keys.find(m.group(1))
                .orElseThrow(() -> new GeneralSecurityException("the keyring " + file + " lacks key " + m.group(1)));
        try {
            return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(all, NONCE), MARK + m.group(1))
                    .doFinal(all, NONCE, all.length - NONCE);
        } catch (AEADBadTagException e) {
            throw new GeneralSecurityException("this sealed text was changed", e);
        }
    }

    /** Whether a text is sealed at all, by its look. */
    public static boolean isSealed(String text) {
        return SHAPE.matcher(text.strip()).matches();
    }

    /** Whether a newer key is there than the one it was sealed with; sealing it again lets the old key go one day. */
    public boolean isOutdated(String text) {
        return !text.startsWith(MARK + keys.newest() + ":");
    }

    /** Adds a key, with which everything is sealed from now on. Older texts stay open. */
    public synchronized void rotate() throws IOException {
        keys = keys.withNew(file);
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String head) throws GeneralSecurityException {
        Cipher c = Cipher.getInstance("AES/GCM/NoPadding");
        c.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        c.updateAAD(head.getBytes(StandardCharsets.US_ASCII));
        return c;
    }
}
