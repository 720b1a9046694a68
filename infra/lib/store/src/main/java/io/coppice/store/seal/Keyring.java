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
        if (!Files.exists(file)) {
            return new Keyring(Map.of(), "").withNew(file);
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (!OWNER.containsAll(mode)) {
            throw new IOException("others may read the keyring " + file + "; make its mode 0600");
        }
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        String newest = "";
        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            String[] parts = line.strip().split(" ", 2);
            if (parts.length != 2 || !ID.matcher(parts[0]).matches()) {
                throw new IOException("the keyring " + file + " has a line that is no key");
            }
            keys.put(parts[0], key(file, parts[1]));
            newest = parts[0];
        }
        if (keys.isEmpty()) {
            throw new IOException("the keyring " + file + " is empty; put back its backup");
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

    /** With one more key, on disk before it is used. */
    Keyring withNew(Path file) throws IOException {
        SecureRandom random = new SecureRandom();
        byte[] id = new byte[4];
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(id);
        random.nextBytes(key);
        Map<String, SecretKey> all = new LinkedHashMap<>(keys);
        String name = HexFormat.of().formatHex(id);
        all.put(name, new SecretKeySpec(key, "AES"));
        List<String> lines = new ArrayList<>();
        all.forEach((k, v) -> lines.add(k + " " + Base64.getEncoder().encodeToString(v.getEncoded())));
        Path tmp = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(tmp);
        Files.createFile(tmp, PosixFilePermissions.asFileAttribute(OWNER));
        Files.write(tmp, lines, StandardCharsets.US_ASCII);
        sync(tmp, StandardOpenOption.WRITE);
        Files.move(tmp, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.resolveSibling("."), StandardOpenOption.READ);
        return new Keyring(all, name);
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
