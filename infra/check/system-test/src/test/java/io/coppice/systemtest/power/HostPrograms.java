package io.coppice.systemtest.power;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of this machine. */
final class HostPrograms {
    private HostPrograms() {}

    /** What it said; it must end well. */
    static String run(String... argv) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", argv) + " ended with " + process.exitValue() + ": " + words);
        }
        return words.strip();
    }

    /** What cannot be done here, if anything. */
    static Optional<String> lacking(String... programs) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("a disk of one's own needs root");
        }
        return Stream.of(programs)
                .filter(program -> Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin")
                        .noneMatch(dir -> Files.isExecutable(Path.of(dir, program))))
                .findFirst()
                .map(program -> "there is no " + program);
    }
}
