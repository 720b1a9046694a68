package io.coppice.standalone.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files below an original's {@code /etc/pve}, or a copy of it. Links are not followed: they lead to what is there anyway. */
public final class Original {
    private static final long LARGEST = 1 << 20;
    private static final int MOST = 50_000;

    /**
     * What identifies the original's own cluster: keys, certificates, locks; another one has its own. And what links lead to,
     * where a copy has files in their place.
     */
    private static final Pattern IDENTITY = Pattern.compile("authkey\\.pub(\\.old)?|pve-root-ca\\.pem|pve-www\\.key"
            + "|corosync\\.conf|nodes/[^/]+/(pve-ssl\\.(pem|key)|lrm_status|ssh_known_hosts)"
            + "|(local|qemu-server|lxc|openvz)/.*"
            + "|priv/(authkey\\.key(\\.old)?|authorized_keys|known_hosts|pve-root-ca\\.(key|srl)|lock/.*)");

    private final Map<String, String> texts;
    private final List<Remark> remarks;

    private Original(Map<String, String> texts, List<Remark> remarks) {
        this.texts = texts;
        this.remarks = List.copyOf(remarks);
    }

    /** @throws IOException when it cannot be read, or is no such folder */
    public static Original read(Path root) throws IOException {
        if (Stream.of("nodes", "storage.cfg", "user.cfg").noneMatch(n -> Files.exists(root.resolve(n)))) {
            throw new IOException(
                    root + " is no original's /etc/pve: it has neither nodes nor storage.cfg nor user.cfg");
        }
        Map<String, String> texts = new TreeMap<>();
        List<Remark> remarks = new ArrayList<>();
        for (Path file : files(root)) {
            String name = root.relativize(file).toString();
            if (name.startsWith(".") || IDENTITY.matcher(name).matches()) {
                continue;
            }
            if (Files.size(file) > LARGEST) {
                remarks.add(new Remark(name, 0, "has more than 1 MiB; left out"));
                continue;
            }
            try {
                byte[] bytes = Files.readAllBytes(file);
                texts.put(
                        name,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(bytes))
                                .toString());
            } catch (CharacterCodingException e) {
                remarks.add(new Remark(name, 0, "is no text in UTF-8; left out"));
            }
        }
        return new Original(texts, remarks);
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            List<Path> files = all.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .limit(MOST + 1L)
                    .sorted()
                    .toList();
            if (files.size() > MOST) {
                throw new IOException(root + " has more than " + MOST + " files");
            }
            return files;
        } catch (UncheckedIOException e) {
            throw new IOException(root + " cannot be read: " + e.getMessage(), e);
        }
    }

    Optional<String> text(String file) {
        return Optional.ofNullable(texts.get(file));
    }

    /** The files that were read, by name. */
    Map<String, String> texts() {
        return texts;
    }

    List<Remark> remarks() {
        return remarks;
    }
}
