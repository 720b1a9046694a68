package io.coppice.systemtest;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A {@link CapturedClient} that runs as the gateway's user, with the gateway's own restrictions and class path. */
final class CapturedProcess implements AutoCloseable {
    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    /** @param folder where its class is put; that user must be let through to it */
    CapturedProcess(RunningNode node, Path folder) throws Exception {
        String name = CapturedClient.class.getName().replace('.', '/') + ".class";
        Path copy = folder.resolve("captured").resolve(name);
        Files.createDirectories(copy.getParent());
        try (var bytes = CapturedClient.class.getClassLoader().getResourceAsStream(name)) {
            Files.copy(Objects.requireNonNull(bytes), copy);
        }
        for (Path at = copy.getParent(); !at.equals(folder.getParent()); at = at.getParent()) {
            Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        try (Stream<Path> libraries = Files.list(node.data().resolve("lib"))) {
            String jars = libraries.findFirst().orElseThrow() + "/*";
            process = new ProcessBuilder(List.of(
                            "setpriv",
                            "--reuid=coppice",
                            "--regid=coppice",
                            "--init-groups",
                            "--bounding-set=-all",
                            "--inh-caps=-all",
                            "--no-new-privs",
                            System.getProperty("java.home") + "/bin/java",
                            "-XX:+UseSerialGC",
                            "-Xmx64m",
                            "-cp",
                            folder.resolve("captured") + ":" + jars,
                            CapturedClient.class.getName()))
                    .redirectErrorStream(true)
                    .start();
        }
        in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Has it do something, and answers what came of it. */
    String ask(Object... words) throws IOException {
        in.write(Stream.of(words)
                        .map(Object::toString)
                        .reduce((a, b) -> a + "\t" + b)
                        .orElseThrow() + "\n");
        in.flush();
        List<String> chatter = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("> ")) {
                return line.substring(2);
            }
            chatter.add(line);
        }
        throw new IOException("it has ended: " + chatter);
    }

    @Override
    public void close() throws Exception {
        in.close();
        process.waitFor();
    }
}
