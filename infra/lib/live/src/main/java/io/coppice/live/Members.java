package io.coppice.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;

/**
 * Who shares live state.
 *
 * @param name random, shared by the cluster's nodes and kept like a secret: it is what keeps strangers out
 * @param host this member's loopback address
 * @param all the loopback addresses of all members, this one's too
 */
public record Members(String name, String host, List<String> all) {
    public static final int PORT = 5701;

    public Members {
        all = List.copyOf(all);
    }

    /** Without the name: it is a secret. */
    @Override
    public String toString() {
        return host + " of " + all;
    }

    /** The name that a file keeps, made at the first time; readable by its owner alone. */
    public static String secret(Path file) throws IOException {
        if (!Files.exists(file) || Files.readString(file).isBlank()) {
            Path tmp = file.resolveSibling(file.getFileName() + ".tmp");
            Files.deleteIfExists(tmp);
            Files.createFile(tmp, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(tmp, UUID.randomUUID().toString(), StandardOpenOption.DSYNC);
            Files.move(tmp, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }

    /** A node alone. */
    public static Members alone(String name, Path data) {
        String host = host(data);
        return new Members(name, host, List.of(host));
    }

    /** An address of this node's own, so that nodes can share a machine: 127.0.1.1 to 127.0.1.254 by the data directory. */
    public static String host(Path data) {
        return "127.0.1."
                + (1
                        + Math.floorMod(
                                data.toAbsolutePath().normalize().toString().hashCode(), 254));
    }
}
