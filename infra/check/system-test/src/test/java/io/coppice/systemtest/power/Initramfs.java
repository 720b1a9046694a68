package io.coppice.systemtest.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Packs a folder as the first root of a Linux kernel. */
public final class Initramfs {
    private Initramfs() {}

    /** @param target a cpio archive of the "newc" format, uncompressed */
    public static void pack(Path root, Path target) throws IOException, InterruptedException {
        Path list = target.resolveSibling(target.getFileName() + ".list");
        try (Stream<Path> all = Files.walk(root)) {
            Files.writeString(
                    list,
                    all.skip(1)
                            .map(p -> root.relativize(p).toString())
                            .sorted()
                            .collect(Collectors.joining("\n", "", "\n")));
        }
        Process cpio = new ProcessBuilder("cpio", "-o", "-H", "newc", "--quiet")
                .directory(root.toFile())
                .redirectInput(list.toFile())
                .redirectOutput(target.toFile())
                .start();
        if (cpio.waitFor() != 0) {
            throw new IOException("cpio ended with " + cpio.exitValue());
        }
    }
}
