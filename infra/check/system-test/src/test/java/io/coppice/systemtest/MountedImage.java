package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A raw image with a file system, looked into by mounting it.
 *
 * @param folder for what is needed meanwhile
 */
record MountedImage(Path image, Path folder) {
    private static final String LIST = """
            cd "$1" || exit 1
            find . -path ./lost+found -prune -o -path './tmp/*' -prune -o -path './var/tmp/*' -prune -o -type f \\
                -printf '%p %m %U:%G %s %n %TY-%Tm-%Td %TH:%TM\\n' -o -printf '%p %y %m %U:%G %l\\n' | sort
            find . -path ./lost+found -prune -o -path './tmp/*' -prune -o -path './var/tmp/*' -prune -o -type f \\
                -print0 | sort -z | xargs -0 -r sha256sum
            """;

    /** Something to do with its files. */
    @FunctionalInterface
    interface Work<T> {
        T in(Path root) throws Exception;
    }

    /** @param how options of mount(8), {@code rw} */
    <T> T with(String how, Work<T> work) throws Exception {
        Path at = Files.createDirectories(folder.resolve("at"));
        Programs.succeed(folder, "mount", "-o", "loop," + how, image.toString(), at.toString());
        try {
            return work.in(at);
        } finally {
            Programs.succeed(folder, "umount", at.toString());
        }
    }

    /** All that there is in it but what backups leave out: kinds, modes, owners, times, links, checksums. */
    String files() throws Exception {
        Path script = Files.writeString(folder.resolve("list.sh"), LIST);
        return with("ro,noload", root -> {
            Programs.Ended ended = Programs.run(folder, Map.of(), 120, "sh", script.toString(), root.toString());
            assertEquals(0, ended.exit(), ended.output());
            return ended.output();
        });
    }
}
