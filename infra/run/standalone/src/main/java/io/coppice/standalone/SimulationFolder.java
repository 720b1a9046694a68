package io.coppice.standalone;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Where a simulated cluster keeps what it cannot keep in memory. All of it is gone with the next start. */
record SimulationFolder(Path root) {
    /** A unix socket's name has 107 bytes at most (unix(7)). */
    private static final int LONGEST_SOCKET = 107;

    Path secret() {
        return root.resolve("secret");
    }

    Path gateway() {
        return root.resolve("gateway");
    }

    Path spool() {
        return gateway().resolve("spool");
    }

    Path events() {
        return root.resolve("events");
    }

    /** What the nodes' machines have, each below its name. */
    Path hosts() {
        return root.resolve("hosts");
    }

    /** What figures were, of all nodes. */
    Path history() {
        return root.resolve("history");
    }

    Path shared() {
        return root.resolve("shared");
    }

    Path gatewayMetrics() {
        return gateway().resolve("metrics.prom");
    }

    Path tasks(NodeName node) {
        return root.resolve("nodes").resolve(node.text()).resolve("tasks");
    }

    Path sockets(NodeName node) {
        return root.resolve("nodes").resolve(node.text()).resolve("run");
    }

    /** Begins anew: the truth is in memory, so what is left of an earlier one belongs to nothing. */
    void prepare() throws IOException {
        Path longest = sockets(new NodeName("pve100")).resolve("storage").resolve("service.sock");
        if (longest.toString().length() > LONGEST_SOCKET) {
            throw new IllegalArgumentException(
                    "--data " + root + " is too long a path for sockets; name one that is shorter by "
                            + (longest.toString().length() - LONGEST_SOCKET) + " letters");
        }
        Files.createDirectories(root);
        for (Path old : List.of(secret(), gateway(), events(), hosts(), shared(), history(), root.resolve("nodes"))) {
            remove(old);
            Files.createDirectory(
                    old, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.createDirectories(spool());
    }

    void prepare(NodeName node) throws IOException {
        for (Service s : Service.values()) {
            Files.createDirectories(sockets(node).resolve(s.label()));
        }
        Files.createDirectories(tasks(node));
    }

    /** Links are removed, never followed. */
    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path done, IOException e) throws IOException {
                Files.delete(done);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
