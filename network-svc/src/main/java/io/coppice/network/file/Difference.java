package io.coppice.network.file;

import io.coppice.servicekit.host.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How what waits differs from what is in force, by diff(1). */
public final class Difference {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private final Commands commands;
    private final NetworkFiles files;

    public Difference(Commands commands, NetworkFiles files) {
        this.commands = commands;
        this.files = files;
    }

    /** A unified diff; empty where nothing waits. */
    public Optional<String> text() throws IOException, InterruptedException {
        if (!Files.exists(files.pending())) {
            return Optional.empty();
        }
        Commands.Ended ended = commands.run(
                List.of(
                        "diff",
                        "-b",
                        "-N",
                        "-U",
                        "5",
                        files.present().toString(),
                        files.pending().toString()),
                LIMIT);
        if (ended.exit() > 1) {
            throw new IOException("diff failed: " + ended.err().strip());
        }
        return ended.out().isEmpty() ? Optional.empty() : Optional.of(ended.out());
    }
}
