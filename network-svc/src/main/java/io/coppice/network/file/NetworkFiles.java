package io.coppice.network.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** {@code /etc/network/interfaces} below a root, and {@code interfaces.new}, which waits to take its place. */
public final class NetworkFiles {
    /** More than any hand wrote; a larger file is refused. */
    private static final long LARGEST = 4 << 20;

    private final Path folder;

    /** @param root of the host's files, {@code /} */
    public NetworkFiles(Path root) {
        this.folder = root.resolve("etc/network");
    }

    public Path present() {
        return folder.resolve("interfaces");
    }

    public Path pending() {
        return folder.resolve("interfaces.new");
    }

    /** The file that is in force; empty where there is none. */
    public String readPresent() throws IOException {
        return read(present()).orElse("");
    }

    /** What waits, if anything does. */
    public Optional<String> readPending() throws IOException {
        return read(pending());
    }

    /** What will be in force: what waits, else what is. */
    public String readNext() throws IOException {
        Optional<String> pending = readPending();
        return pending.isPresent() ? pending.get() : readPresent();
    }

    public void writePresent(String text) throws IOException {
        write(present(), text);
    }

    public void writePending(String text) throws IOException {
        write(pending(), text);
    }

    /** Nothing happens where nothing waits. */
    public void forgetPending() throws IOException {
        Files.deleteIfExists(pending());
    }

    /** A file as it is; empty where there is none. */
    public static Optional<String> read(Path file) throws IOException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException(file + " is larger than " + LARGEST + " bytes");
            }
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whole and on disk, or not at all. */
    public static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling("." + file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
