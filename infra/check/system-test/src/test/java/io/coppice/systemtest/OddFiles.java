package io.coppice.systemtest;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;

/** Files of all kinds in an unprivileged container, their owners as the host numbers them; and some that backups leave out. */
final class OddFiles {
    private OddFiles() {}

    /** Into a root file system. @param folder for what programs say */
    static boolean make(Path root, Path folder) throws Exception {
        Path at = Files.createDirectory(root.resolve("odd"));
        Path plain = Files.writeString(at.resolve("plain \n with a line"), "text");
        Files.setAttribute(plain, "unix:uid", 100_033);
        Files.setAttribute(plain, "unix:gid", 100_042);
        Files.getFileAttributeView(plain, UserDefinedFileAttributeView.class)
                .write("note", ByteBuffer.wrap("kept".getBytes(StandardCharsets.UTF_8)));
        Files.createLink(at.resolve("hard"), plain);
        Files.createSymbolicLink(at.resolve("soft"), Path.of("/etc/passwd"));
        Path program = Files.writeString(at.resolve("setuid"), "#!/bin/sh\n");
        Files.setAttribute(program, "unix:uid", 100_000);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Programs.succeed(folder, "chmod", "4755", program.toString());
        Programs.succeed(folder, "mkfifo", at.resolve("pipe").toString());
        try (RandomAccessFile holes = new RandomAccessFile(at.resolve("holes").toFile(), "rw")) {
            holes.setLength(300L << 20);
            holes.seek(200L << 20);
            holes.write(7);
        }
        for (String name : List.of("setuid", "pipe", "holes", "soft", ".")) {
            Files.setAttribute(at.resolve(name), "unix:uid", 100_000, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(at.resolve(name), "unix:gid", 100_000, LinkOption.NOFOLLOW_LINKS);
        }
        Files.writeString(root.resolve("tmp/left-out"), "x");
        Files.createDirectories(root.resolve("var/cache/left-out"));
        Files.writeString(root.resolve("var/cache/left-out/too"), "x");
        return true;
    }
}
