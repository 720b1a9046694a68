package io.coppice.systemtest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the programs that a test needs, to their end. */
final class Programs {
    private Programs() {}

    record Ended(int exit, String output) {}

    static Ended run(Path folder, Map<String, String> environment, long seconds, String... argv) throws Exception {
        Path log = Files.createTempFile("program", ".log");
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IOException(List.of(argv) + " did not end:\n" + Files.readString(log));
        }
        return new Ended(process.exitValue(), Files.readString(log));
    }

    static void succeed(Path folder, String... argv) throws Exception {
        Ended ended = run(folder, Map.of(), 300, argv);
        if (ended.exit() != 0) {
            throw new IOException(List.of(argv) + " ended with " + ended.exit() + ":\n" + ended.output());
        }
    }

    static boolean has(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }
}
