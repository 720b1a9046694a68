package io.coppice.standalone;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.membership.WitnessPlace;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code coppice witness}: joins a cluster as its witness where a node is named, and is it from then on, in the foreground. Ends
 * with 1 for what is refused or fails, 255 for words that make no sense.
 */
public final class WitnessMain {
    private static final Set<String> KNOWN =
            Set.of("--data", "--fingerprint", "--username", "--password-file", "--name", "--address", "--port");

    private WitnessMain() {}

    /**
     * What was asked for.
     *
     * @param join the node that is asked to admit it; empty where it was admitted before
     * @param options as they were given
     */
    record Asked(Path data, Optional<String> join, Map<String, String> options) {
        static Asked parse(String... argv) {
            Map<String, String> options = new HashMap<>();
            Optional<String> join = Optional.empty();
            for (int i = 0; i < argv.length; i++) {
                if (!argv[i].startsWith("-") && join.isEmpty()) {
                    join = Optional.of(argv[i]);
                } else if (!KNOWN.contains(argv[i])) {
                    throw new IllegalArgumentException("unknown: " + argv[i]);
                } else if (i + 1 == argv.length) {
                    throw new IllegalArgumentException(argv[i] + " needs a value");
                } else {
                    options.put(argv[i], argv[++i]);
                }
            }
            if (join.isPresent() && !options.containsKey("--fingerprint")) {
                throw new IllegalArgumentException(
                        "--fingerprint is missing: that of the node's certificate, as 'coppice pvesh get"
                                + " /cluster/config/join' shows it there");
            }
            String print = options.getOrDefault("--fingerprint", "");
            if (join.isPresent() && !print.matches("([A-Fa-f0-9]{2}:){31}[A-Fa-f0-9]{2}")) {
                throw new IllegalArgumentException(
                        "--fingerprint is 32 bytes in hexadecimal with colons between them, not '" + print + "'");
            }
            Path data = Path.of(options.getOrDefault("--data", "/var/lib/coppice-witness"));
            return new Asked(data.toAbsolutePath().normalize(), join, Map.copyOf(options));
        }

        int port() {
            String port = options.getOrDefault("--port", "8016");
            if (!port.matches("\\d{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
                throw new IllegalArgumentException("--port takes a number from 1 to 65535, not " + port);
            }
            return Integer.parseInt(port);
        }

        WitnessPlace.Ask ask(String node) throws IOException {
            String name = options.get("--name");
            String host = options.get("--address");
            return new WitnessPlace.Ask(
                    node,
                    options.getOrDefault("--fingerprint", ""),
                    options.getOrDefault("--username", "root@pam"),
                    name == null ? ThisHost.name() : new NodeName(name),
                    host == null ? ThisHost.address() : host,
                    port());
        }
    }

    public static void main(String... argv) throws InterruptedException {
        Fatal.endsThisProcess();
        Logging.configure("witness");
        try {
            Asked asked = Asked.parse(argv);
            String self = join(asked);
            WitnessProcess process = WitnessProcess.start(asked.data(), ThisHost.everyAddress());
            Runtime.getRuntime().addShutdownHook(new Thread(process::close, "shutdown"));
            System.err.println(self + " holds the truth; it votes as soon as the leader wants it to");
            process.await();
        } catch (IllegalArgumentException e) {
            System.err.println("coppice witness: " + e.getMessage() + "; see 'coppice witness --help'");
            System.exit(255);
        } catch (IOException | Refused e) {
            System.err.println("coppice witness: " + e.getMessage());
            System.exit(1);
        }
    }

    /** Who it is; the first time the cluster is asked. */
    private static String join(Asked asked) throws IOException, InterruptedException {
        WitnessPlace place = WitnessProcess.place(asked.data());
        Optional<ClusterMember> self = place.self();
        if (self.isPresent() && asked.join().isPresent()) {
            throw new IOException(
                    asked.data() + " is the witness '" + self.get().node()
                            + "' already: start it without naming a node, or move the folder away to join anew");
        }
        if (self.isEmpty()) {
            if (asked.join().isEmpty()) {
                throw new IOException(
                        "there is no witness in " + asked.data() + ": name a node of the cluster to join");
            }
            if (Files.exists(asked.data().resolve("store").resolve("member"))) {
                throw new IOException("what was the witness in " + asked.data()
                        + " belongs to no cluster any more: move the folder away to join anew");
            }
            WitnessPlace.Ask ask = asked.ask(asked.join().get());
            String password = password(asked);
            if (password.isEmpty()) {
                throw new IOException(
                        "no token and no password was given: it is the standard input, or what --password-file has");
            }
            place.join(ask, password, Instant.now());
            self = place.self();
        }
        return "witness '" + self.orElseThrow().node() + "'";
    }

    private static String password(Asked asked) throws IOException {
        String file = asked.options().get("--password-file");
        if (file != null) {
            return Files.readString(Path.of(file)).strip();
        }
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            char[] typed = console.readPassword("Token, or password: ");
            return typed == null ? "" : new String(typed).strip();
        }
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
