package io.coppice.store.view;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A directory whose files are ours alone, and what they were when we wrote them. One thread at a time. */
final class FileTree {
    private static final String TMP = ".writing";

    private record Written(FileTime time, long size, Object inode) {}

    private final Path root;
    private final Map<String, Written> written = new HashMap<>();

    FileTree(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve(TMP));
        Files.setPosixFilePermissions(root.resolve(TMP), PosixFilePermissions.fromString("rwx------"));
    }

    void write(String path, String text, boolean secret) throws IOException {
        Path file = root.resolve(path);
        Path tmp = root.resolve(TMP).resolve("file");
        Files.deleteIfExists(tmp);
        String mode = secret ? "rw-------" : "r--r-----";
        Files.createFile(tmp, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(tmp, text, StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(tmp, PosixFilePermissions.fromString(mode));
        directories(root.relativize(file));
        Files.move(tmp, file, StandardCopyOption.ATOMIC_MOVE);
        written.put(path, look(file));
    }

    /** Folders are open to those who may read files; {@code priv} to its owner. */
    void directories(Path relative) throws IOException {
        Path at = root;
        for (int i = 0; i < relative.getNameCount() - 1; i++) {
            at = at.resolve(relative.getName(i));
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(at);
                Files.createDirectory(at);
                boolean priv = relative.getName(0).toString().equals("priv");
                Files.setPosixFilePermissions(at, PosixFilePermissions.fromString(priv ? "rwx------" : "rwxr-xr-x"));
            }
        }
    }

    void delete(String path) throws IOException {
        Files.deleteIfExists(root.resolve(path));
        written.remove(path);
    }

    void link(String name, String target) throws IOException {
        Path link = root.resolve(name);
        if (Files.isSymbolicLink(link)
                && Files.readSymbolicLink(link).toString().equals(target)) {
            return;
        }
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(target));
    }

    /** Whether a file is still as it was written. */
    boolean untouched(String path) throws IOException {
        Written was = written.get(path);
        try {
            return was != null && was.equals(look(root.resolve(path)));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static Written look(Path file) throws IOException {
        BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new Written(a.lastModifiedTime(), a.size(), String.valueOf(a.fileKey()));
    }

    /** Removes every file that is not among these, and no links or folders. */
    void keepOnly(Set<String> paths) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
                String path = root.relativize(file).toString();
                if (a.isRegularFile() && !paths.contains(path)) {
                    delete(path);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
