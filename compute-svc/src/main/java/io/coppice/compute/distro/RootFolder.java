package io.coppice.compute.distro;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a root file system that is mounted and not in use. Links are followed as its own programs would follow them:
 * an absolute one begins at the root, and {@code ..} does not lead out of it.
 */
public final class RootFolder {
    private static final int MOST_LINKS = 40;
    private static final long LARGEST = 4L << 20;
    private static final int PLAIN = 0644;
    private final Path root;
    private final int owner;

    /** @param owner who owns what is made, as the host numbers users */
    public RootFolder(Path root, int owner) {
        this.root = root;
        this.owner = owner;
    }

    /** Where a path really is; its last part may not be there. */
    private Path place(String path) throws IOException {
        Deque<String> left = new ArrayDeque<>();
        push(left, path);
        Path at = root;
        int links = 0;
        while (!left.isEmpty()) {
            String part = left.pop();
            if (part.equals("..")) {
                at = at.equals(root) ? root : parent(at);
                continue;
            }
            Path next = at.resolve(part);
            if (!Files.isSymbolicLink(next)) {
                at = next;
                continue;
            }
            if (++links > MOST_LINKS) {
                throw new IOException("'" + path + "' goes round in links");
            }
            String target = Files.readSymbolicLink(next).toString();
            if (target.startsWith("/")) {
                at = root;
            }
            push(left, target);
        }
        return at;
    }

    private static Path parent(Path at) {
        Path above = at.getParent();
        return above == null ? at : above;
    }

    private static void push(Deque<String> left, String path) {
        String[] parts = path.split("/");
        for (int i = parts.length - 1; i >= 0; i--) {
            if (!parts[i].isEmpty() && !parts[i].equals(".")) {
                left.push(parts[i]);
            }
        }
    }

    public boolean exists(String path) throws IOException {
        return Files.exists(place(path), LinkOption.NOFOLLOW_LINKS);
    }

    public boolean isFolder(String path) throws IOException {
        return Files.isDirectory(place(path), LinkOption.NOFOLLOW_LINKS);
    }

    /** The text of a plain file; empty where there is none, or something else. */
    public Optional<String> read(String path) throws IOException {
        Path file = place(path);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (Files.size(file) > LARGEST) {
            throw new IOException("'" + path + "' is too large to be changed");
        }
        return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    public void write(String path, String text) throws IOException {
        write(path, text, PLAIN);
    }

    /** @param mode of a file that is made; one that is there keeps its own */
    public void write(String path, String text, int mode) throws IOException {
        Path file = place(path);
        folder(parent(file));
        boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (there && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("'" + path + "' is no plain file, and is not written");
        }
        Files.write(
                file,
                text.getBytes(StandardCharsets.ISO_8859_1),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        if (!there) {
            own(file, mode);
        }
    }

    /** A folder in it, made where it is not there. */
    public Path folder(String path) throws IOException {
        Path at = place(path);
        folder(at);
        return at;
    }

    public void folder(String path, int mode) throws IOException {
        if (!exists(path)) {
            own(folder(path), mode);
        }
    }

    private void folder(Path at) throws IOException {
        if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
            folder(parent(at));
            Files.createDirectory(at);
            own(at, 0755);
        }
    }

    private void own(Path at, int mode) throws IOException {
        Files.setAttribute(at, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(at, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
        StringBuilder text = new StringBuilder();
        for (int bit = 8; bit >= 0; bit--) {
            text.append((mode >> bit & 1) == 1 ? "rwx".charAt((8 - bit) % 3) : '-');
        }
        Files.setPosixFilePermissions(at, Set.copyOf(PosixFilePermissions.fromString(text.toString())));
    }

    /** A link in the place of what is there, unless that is a folder. */
    public void link(String path, String target) throws IOException {
        delete(path);
        int cut = path.lastIndexOf('/');
        Path link = folder(cut < 0 ? "" : path.substring(0, cut)).resolve(path.substring(cut + 1));
        Files.createSymbolicLink(link, Path.of(target));
        Files.setAttribute(link, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(link, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
    }

    /** A plain file or a link; nothing happens where there is none. */
    public void delete(String path) throws IOException {
        int cut = path.lastIndexOf('/');
        Path folder = place(cut < 0 ? "" : path.substring(0, cut));
        Path entry = folder.resolve(path.substring(cut + 1));
        if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(entry);
        }
    }
}
