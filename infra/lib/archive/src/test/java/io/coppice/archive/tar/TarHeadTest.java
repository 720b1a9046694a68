package io.coppice.archive.tar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what the host's tar(1) writes. */
class TarHeadTest {
    @TempDir
    Path folder;

    private Path archive(String... options) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tar")), "there is no tar");
        Path config = Files.createDirectories(folder.resolve("etc/vzdump")).resolve("pct.conf");
        Files.writeString(config, "hostname: a\n");
        Files.write(folder.resolve("first"), new byte[700]);
        Path archive = folder.resolve("a.tar");
        java.util.List<String> argv =
                new java.util.ArrayList<>(java.util.List.of("tar", "-c", "-f", archive.toString()));
        argv.addAll(java.util.List.of(options));
        argv.addAll(java.util.List.of("-C", folder.toString(), "./first", "./etc/vzdump/pct.conf"));
        assertEquals(0, new ProcessBuilder(argv).inheritIO().start().waitFor());
        return archive;
    }

    private static Optional<String> read(Path archive, String name) throws IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            return TarHead.find(in, name).map(String::new);
        }
    }

    @Test
    void a_file_is_found_whatever_the_format() throws Exception {
        for (String format : new String[] {"gnu", "pax", "ustar"}) {
            Path archive = archive("--format=" + format);
            assertEquals(Optional.of("hostname: a\n"), read(archive, "etc/vzdump/pct.conf"), format);
            assertEquals(Optional.empty(), read(archive, "etc/vzdump/pct.fw"), format);
        }
    }

    @Test
    void what_is_no_archive_or_ends_early_is_an_error() throws Exception {
        byte[] whole = Files.readAllBytes(archive());
        byte[] cut = java.util.Arrays.copyOf(whole, 512 + 1024 + 512 + 4);
        assertThrows(IOException.class, () -> TarHead.find(new ByteArrayInputStream(cut), "etc/vzdump/pct.conf"));
        byte[] damaged = whole.clone();
        damaged[3] ^= 1;
        assertThrows(IOException.class, () -> TarHead.find(new ByteArrayInputStream(damaged), "etc/vzdump/pct.conf"));
        byte[] text =
                "this is no archive at all, but a text".repeat(40).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThrows(IOException.class, () -> TarHead.find(new ByteArrayInputStream(text), "x"));
    }
}
