package io.coppice.servicekit.host;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs on this host: with {@code LC_ALL=C}, the system's own path, nothing else in the environment, no input. */
public final class HostCommands implements Commands {
    private static final int LARGEST = 4 << 20;

    /** A daemon that a program left behind may hold its output open; it is not waited for. */
    private static final Duration AFTER_EXIT = Duration.ofSeconds(1);

    private static final Map<String, String> ENVIRONMENT =
            Map.of("LC_ALL", "C", "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME", "/");

    @Override
    public Ended run(List<String> argv, Duration limit) throws IOException, InterruptedException {
        return run(argv, Passing.NONE, limit);
    }

    @Override
    public Ended run(List<String> argv, Passing bytes, Duration limit) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        if (bytes.in().isEmpty()) {
            builder.redirectInput(new File("/dev/null"));
        }
        Process process = builder.start();
        Optional<Passage> in = bytes.in().map(from -> Passage.into(process, from));
        Optional<Passage> passed = bytes.out().map(to -> Passage.outOf(process, to));
        Optional<Collected> out =
                passed.isPresent() ? Optional.empty() : Optional.of(new Collected(process.getInputStream()));
        Collected err = new Collected(process.getErrorStream());
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("'" + String.join(" ", argv) + "' did not end within " + limit.toSeconds()
                        + " s and was killed" + said(err));
            }
            for (Optional<Passage> passage : List.of(in, passed)) {
                if (passage.isPresent()) {
                    passage.get().requireWhole(limit);
                }
            }
            return new Ended(process.exitValue(), out.isPresent() ? out.get().text() : "", err.text());
        } finally {
            kill(process);
        }
    }

    private static String said(Collected err) {
        String text = err.soFar().strip();
        return text.isEmpty() ? "" : ": " + text.lines().findFirst().orElse("");
    }

    /** Children first become orphans when their parent dies, so they are listed before. Nothing happens after a good end. */
    private static void kill(Process process) {
        if (process.isAlive()) {
            try (Stream<ProcessHandle> children = process.descendants()) {
                List<ProcessHandle> all = children.toList();
                process.destroyForcibly();
                all.forEach(ProcessHandle::destroyForcibly);
            }
        }
    }

    /** Reads a stream to its end and keeps the first 4 MiB. */
    private static final class Collected {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final Thread reader;

        Collected(InputStream in) {
            reader = Thread.ofVirtual().start(() -> copy(in));
        }

        private void copy(InputStream in) {
            byte[] buffer = new byte[8192];
            try (in) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    synchronized (kept) {
                        kept.write(buffer, 0, Math.min(n, LARGEST - kept.size()));
                    }
                }
            } catch (IOException e) {
                return; // the process was killed; what came before it is what there is
            }
        }

        String text() throws InterruptedException {
            reader.join(AFTER_EXIT);
            return soFar();
        }

        String soFar() {
            synchronized (kept) {
                return kept.toString(StandardCharsets.UTF_8);
            }
        }
    }
}
