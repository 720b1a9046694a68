package io.coppice.store.raft;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A process that writes to a store until it is killed, and says what was acknowledged. */
final class Child implements AutoCloseable {
    static final int WRITERS = 4;
    static final StoreOptions OPTIONS = StoreOptions.usual().withMinFreeBytes(0).withSnapshotBytes(1 << 20);

    /** What a writer was told: its number, what it wrote, and what became of it. */
    record Told(int writer, int value, String outcome) {}

    private final Process process;
    private final BufferedReader said;
    private final StringBuilder line = new StringBuilder();

    private Child(Process process, BufferedReader said) {
        this.process = process;
        this.said = said;
    }

    /** @param before argv that stands before that of Java, as {@code prlimit --fsize=N} */
    static Child start(Path dir, int from, Path log, String... before) throws IOException {
        List<String> argv = new ArrayList<>(List.of(before));
        argv.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Child.class.getName(),
                dir.toString(),
                Integer.toString(from)));
        // A file, since a pipe's reader is closed with the process, before its last words are read.
        Path out = Files.createTempFile(log.toAbsolutePath().getParent(), "said", "");
        Process process = new ProcessBuilder(argv)
                .redirectError(log.toFile())
                .redirectOutput(out.toFile())
                .start();
        return new Child(process, Files.newBufferedReader(out));
    }

    long pid() {
        return process.pid();
    }

    /** What it says in a time, a number of lines at most. */
    List<Told> read(long millis, int most) throws IOException {
        List<Told> all = new ArrayList<>();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (all.size() < most && System.nanoTime() < until) {
            Optional<Told> next = next();
            next.ifPresent(all::add);
            if (next.isEmpty() && !process.isAlive()) {
                break;
            }
            if (next.isEmpty()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
        }
        return all;
    }

    /** SIGKILL; then what it had still said. A last line without its end was not said. */
    List<Told> kill() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        List<Told> rest = new ArrayList<>();
        for (Optional<Told> next = next(); next.isPresent(); next = next()) {
            rest.add(next.get());
        }
        return rest;
    }

    private Optional<Told> next() throws IOException {
        for (int c = said.read(); c >= 0; c = said.read()) {
            if (c == '\n') {
                Told told = told(line.toString());
                line.setLength(0);
                return Optional.of(told);
            }
            line.append((char) c);
        }
        return Optional.empty();
    }

    private static Told told(String line) {
        String[] parts = line.split(" ", 3);
        return new Told(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2]);
    }

    static Change change(int writer, int value) {
        String text = value + " " + "x".repeat(200 + value * 37 % 3000);
        return new Change(
                new UUID(writer + 1, value),
                Service.COMPUTE,
                "child",
                List.of(),
                List.of(new Change.Write.Put("ha/" + writer, text.getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws Exception {
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
        int from = Integer.parseInt(args[1]);
        try (Store store = Stores.open(Path.of(args[0]), new NodeName("pve1"), OPTIONS)) {
            List<Thread> writers = Stream.iterate(0, w -> w + 1)
                    .limit(WRITERS)
                    .map(w -> Thread.ofPlatform().start(() -> writeForEver(store, w, from)))
                    .toList();
            for (Thread t : writers) {
                t.join();
            }
        }
    }

    private static void writeForEver(Store store, int writer, int from) {
        for (int value = from; true; value++) {
            Outcome o = store.submit(change(writer, value));
            String shown = o instanceof Outcome.Done d ? "done " + d.revision().number() : o.toString();
            System.out.print(writer + " " + value + " " + shown.replace('\n', ' ') + "\n");
            System.out.flush();
            if (!(o instanceof Outcome.Done)) {
                value--;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }
}
