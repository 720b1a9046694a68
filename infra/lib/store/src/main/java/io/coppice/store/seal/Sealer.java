package io.coppice.store.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals and opens secrets with AES-256-GCM. Thread-safe.
 *
 * <p>A sealed text is one line, {@code coppice-sealed:1:<key>:<base64url of nonce, ciphertext and tag>}. What stands
 * before the last colon is authenticated too.
 */
public final class Sealer {
    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);
    private static final String MARK = "coppice-sealed:1:";
    private static final Pattern SHAPE = Pattern.compile("coppice-sealed:1:([0-9a-f]{8}):([A-Za-z0-9_-]+)");
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final Path file;
    private volatile Loaded loaded;

    /** @param of what the file looked like before it was read */
    private record Loaded(Keyring keys, String of) {
        static Loaded from(Path file) throws IOException {
            String look = look(file);
            return new Loaded(Keyring.read(file), look);
        }

        /** A keyring is replaced by another file, never written over. */
        static String look(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.fileKey() + " " + now.lastModifiedTime() + " " + now.size();
        }
    }

    private Sealer(Path file, Loaded loaded) {
        this.file = file;
        this.loaded = loaded;
    }

    /**
     * Reads a keyring; the first time it is made, with one key.
     *
     * @throws IOException when it cannot be read or written, is malformed, or others may read it
     */
    public static Sealer withKeyring(Path file) throws IOException {
        Keyring.open(file);
        return new Sealer(file, Loaded.from(file));
    }

    /** As the file has it now: another process may have got a newer key. While it cannot be read, what is known serves. */
    private Keyring keys() {
        try {
            if (!Loaded.look(file).equals(loaded.of())) {
                loaded = Loaded.from(file);
            }
        } catch (IOException e) {
            LOG.warn("the keyring {} cannot be read, what was in it is used on: {}", file, e.getMessage());
        }
        return loaded.keys();
    }

    /** Seals with the newest key. */
    public String seal(byte[] secret) {
        Keyring now = keys();
        return seal(secret, now.newest(), now.newestKey());
    }

    /**
     * Seals with a certain key.
     *
     * @throws IllegalArgumentException where this ring has none of that id
     */
    public String seal(byte[] secret, String id) {
        SecretKey key = keys().find(id)
                .orElseThrow(() -> new IllegalArgumentException("the keyring " + file + " lacks key " + id));
        return seal(secret, id, key);
    }

    private String seal(byte[] secret, String id, SecretKey key) {
        String head = MARK + id;
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, head).doFinal(secret);
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
        SecretKey key = keys().find(m.group(1))
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
        return !text.startsWith(MARK + keys().newest() + ":");
    }

    /** The id of the key that a text was sealed with; empty for one that is not sealed. */
    public static Optional<String> keyOf(String text) {
        Matcher m = SHAPE.matcher(text.strip());
        return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
    }

    /** Adds a key, with which everything is sealed from now on. Older texts stay open. */
    public synchronized void rotate() throws IOException {
        write(keys().withNew(true));
    }

    /**
     * Adds a key that seals nothing before {@link #sealWith} says so, so that other nodes can get it first.
     *
     * @return its id
     */
    public synchronized String prepare() throws IOException {
        Keyring more = keys().withNew(false);
        write(more);
        return more.keys().keySet().iterator().next();
    }

    /** Whether it has a key. */
    public boolean has(String id) {
        return keys().find(id).isPresent();
    }

    /** The ids of all keys. */
    public Set<String> ids() {
        return keys().keys().keySet();
    }

    /** The id of the key that seals. */
    public String newest() {
        return keys().newest();
    }

    /** From now on seals with this key; nothing happens where it has none of that id. */
    public synchronized void sealWith(String id) throws IOException {
        Keyring now = keys();
        if (!now.newest().equals(id)) {
            write(now.sealingWith(id));
        }
    }

    /** Lets keys go for good: what they sealed is never opened again. The one that seals stays. */
    public synchronized void forget(Set<String> ids) throws IOException {
        write(keys().without(ids));
    }

    /**
     * Takes another node's keys too, and seals with the one with which that node does.
     *
     * @param ring as its file has it
     * @throws IOException when it is no keyring, or this one cannot be written
     */
    public synchronized void take(String ring) throws IOException {
        Keyring other = Keyring.parse(file, ring.lines().toList());
        if (!other.keys().isEmpty()) {
            write(keys().with(other));
        }
    }

    private void write(Keyring ring) throws IOException {
        ring.write(file);
        loaded = Loaded.from(file);
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String head) throws GeneralSecurityException {
        Cipher c = Cipher.getInstance("AES/GCM/NoPadding");
        c.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        c.updateAAD(head.getBytes(StandardCharsets.US_ASCII));
        return c;
    }
}
