package io.coppice.store.seal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Keys by their ids, oldest first: one line each, the id and the key in base64. */
record Keyring(Map<String, SecretKey> keys, String newest) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}");
    private static final int KEY_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    Keyring {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    static Keyring open(Path file) throws IOException {
        return Files.exists(file)
                ? read(file)
                : new Keyring(Map.of(), "").withNew(true).write(file);
    }

    static Keyring read(Path file) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (!OWNER.containsAll(mode)) {
            throw new IOException("others may read the keyring " + file + "; make its mode 0600");
        }
        Keyring read = parse(file, Files.readAllLines(file, StandardCharsets.US_ASCII));
        if (read.keys().isEmpty()) {
            throw new IOException("the keyring " + file + " is empty; put back its backup");
        }
        return read;
    }

    /** @param of which file the lines are */
    static Keyring parse(Path of, List<String> lines) throws IOException {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        String newest = "";
        for (String line : lines) {
            String[] parts = line.strip().split(" ", 2);
            if (parts.length != 2 || !ID.matcher(parts[0]).matches()) {
                throw new IOException("the keyring " + of + " has a line that is no key");
            }
            keys.put(parts[0], key(of, parts[1]));
            newest = parts[0];
        }
        return new Keyring(keys, newest);
    }

    private static SecretKey key(Path file, String text) throws IOException {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length == KEY_BYTES) {
                return new SecretKeySpec(bytes, "AES");
            }
        } catch (IllegalArgumentException e) {
            // Said below, without the text.
        }
        throw new IOException("the keyring " + file + " has a line that is no key");
    }

    Optional<SecretKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    SecretKey newestKey() {
        return find(newest).orElseThrow();
    }

    /** With one more key, the newest or the oldest. */
    Keyring withNew(boolean newest) {
        SecureRandom random = new SecureRandom();
        byte[] id = new byte[4];
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(id);
        random.nextBytes(key);
        Map<String, SecretKey> made = Map.of(HexFormat.of().formatHex(id), new SecretKeySpec(key, "AES"));
        return newest ? joined(keys, made) : joined(made, keys);
    }

    /** With another's keys too, which count as newer. */
    Keyring with(Keyring other) {
        Map<String, SecretKey> own = new LinkedHashMap<>(keys);
        own.keySet().removeAll(other.keys().keySet());
        return joined(own, other.keys());
    }

    /** With one of its keys as the newest. */
    Keyring sealingWith(String id) {
        return find(id).map(key -> with(new Keyring(Map.of(id, key), id))).orElse(this);
    }

    /** Without these keys; the one that seals stays. */
    Keyring without(Set<String> ids) {
        Map<String, SecretKey> rest = new LinkedHashMap<>(keys);
        rest.keySet().removeIf(id -> ids.contains(id) && !id.equals(newest));
        return new Keyring(rest, newest);
    }

    private static Keyring joined(Map<String, SecretKey> older, Map<String, SecretKey> newer) {
        Map<String, SecretKey> all = new LinkedHashMap<>(older);
        all.putAll(newer);
        String newest = "";
        for (String id : all.keySet()) {
            newest = id;
        }
        return new Keyring(all, newest);
    }

    /** On disk when this returns. */
    Keyring write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        keys.forEach((k, v) -> lines.add(k + " " + Base64.getEncoder().encodeToString(v.getEncoded())));
        Path tmp = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(tmp);
        Files.createFile(tmp, PosixFilePermissions.asFileAttribute(OWNER));
        Files.write(tmp, lines, StandardCharsets.US_ASCII);
        sync(tmp, StandardOpenOption.WRITE);
        Files.move(tmp, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.resolveSibling("."), StandardOpenOption.READ);
        return this;
    }

    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel c = FileChannel.open(path, how)) {
            c.force(true);
        }
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return "Keyring" + keys.keySet();
    }
}
