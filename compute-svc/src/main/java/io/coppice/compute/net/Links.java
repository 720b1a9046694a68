package io.coppice.compute.net;

import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.host.Commands;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The host's links: looked at where the kernel shows them, changed by programs. */
final class Links {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private final Commands commands;
    private final Path interfaces;

    Links(Commands commands, Path interfaces) {
        this.commands = commands;
        this.interfaces = interfaces;
    }

    boolean exists(String name) {
        return Files.exists(interfaces.resolve(name));
    }

    boolean isBridge(String name) {
        return name.matches("[A-Za-z0-9._-]{1,15}")
                && Files.isDirectory(interfaces.resolve(name).resolve("bridge"));
    }

    /** What the kernel says in a file of the link; empty where it has none. */
    Optional<String> read(String link, String file) throws IOException {
        Path path = interfaces.resolve(link).resolve(file);
        return Files.exists(path) ? Optional.of(Files.readString(path).strip()) : Optional.empty();
    }

    /** The ports of a bridge that lead out of this host, or were put there by an administrator: no guest's. */
    List<String> uplinks(String bridge) throws IOException {
        List<String> all = new ArrayList<>();
        try (DirectoryStream<Path> ports =
                Files.newDirectoryStream(interfaces.resolve(bridge).resolve("brif"))) {
            for (Path port : ports) {
                String name = port.getFileName().toString();
                if (!name.matches("(tap|veth|fwpr|fwln)\\d+.*")) {
                    all.add(name);
                }
            }
        }
        return all.stream().sorted().toList();
    }

    void ip(String... arguments) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("ip"));
        argv.addAll(List.of(arguments));
        run(argv.toArray(String[]::new));
    }

    /** @throws Refused with the program's own words if it fails */
    void run(String... argv) throws IOException, InterruptedException {
        Commands.Ended ended = commands.run(List.of(argv), LIMIT);
        if (!ended.ok()) {
            throw Refused.conflict(
                    String.join(" ", argv) + " failed: " + ended.err().strip());
        }
    }

    /** For what may be gone already. */
    void runAnyway(String... argv) throws IOException, InterruptedException {
        commands.run(List.of(argv), LIMIT);
    }
}
