package io.coppice.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HalvesTest {
    private static final long LONGEST_SECONDS = 360;

    @Test
    void halves_of_a_cluster_that_meet_again_share_all(@TempDir Path folder) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces are made by root");
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/nft")), "nft is missing");
        Path said = folder.resolve("said");
        Process program = new ProcessBuilder(
                        "unshare",
                        "--net",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Halves.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertTrue(program.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS), () -> read(said));
            assertEquals(0, program.exitValue(), () -> read(said));
        } finally {
            program.destroyForcibly();
        }
    }

    private static String read(Path said) {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
