package io.coppice.standalone;

import io.coppice.contract.word.NodeName;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.raft.Stores;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code coppice cluster backup} and {@code coppice cluster restore}: the whole truth as a file, and a truth made of one. The
 * keyring that opens its secrets is a file of its own. Ends with 0, 1 for a refusal, 255 for words that make no sense.
 */
public final class TruthMain {
    static final String ASIDE = "store-before-restore";

    private TruthMain() {}

    /** What was asked for. */
    record Asked(String verb, Path data, Path file, Optional<Path> keyring) {}

    public static void main(String... argv) {
        Logging.configure("cluster");
        int exit = 0;
        try {
            Asked asked = asked(argv);
            DataFolder data = new DataFolder(asked.data());
            System.out.println(
                    asked.verb().equals("backup")
                            ? backUp(data, asked.file(), asked.keyring())
                            : restore(data, asked.file(), asked.keyring(), ThisHost.name()));
        } catch (IllegalArgumentException e) {
            System.err.println("coppice cluster: " + e.getMessage() + "; see 'coppice cluster backup --help'");
            exit = 255;
        } catch (IOException e) {
            System.err.println("coppice cluster: " + e.getMessage());
            exit = 1;
        }
        System.exit(exit);
    }

    private static Asked asked(String... argv) {
        Path data = Path.of(System.getenv().getOrDefault("COPPICE_DATA", "/var/lib/coppice"));
        Optional<Path> keyring = Optional.empty();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < argv.length; i++) {
            if (argv[i].startsWith("-") && (!Set.of("--data", "--keyring").contains(argv[i]) || i + 1 == argv.length)) {
                throw new IllegalArgumentException("unknown option " + argv[i] + ", or one without its value");
            }
            switch (argv[i]) {
                case "--data" -> data = Path.of(argv[++i]);
                case "--keyring" -> keyring = Optional.of(Path.of(argv[++i]).toAbsolutePath());
                default -> words.add(argv[i]);
            }
        }
        if (words.size() != 2 || !Set.of("backup", "restore").contains(words.getFirst())) {
            throw new IllegalArgumentException("one file is meant");
        }
        return new Asked(
                words.getFirst(),
                data.toAbsolutePath().normalize(),
                Path.of(words.get(1)).toAbsolutePath(),
                keyring);
    }

    /** Of a node that runs or not; says what was written. */
    static String backUp(DataFolder data, Path file, Optional<Path> keyring) throws IOException {
        for (Path one : keyring.map(k -> List.of(file, k)).orElse(List.of(file))) {
            if (Files.exists(one)) {
                throw new IOException(one + " is there already");
            }
            if (one.getParent() == null || !Files.isDirectory(one.getParent())) {
                throw new IOException("there is no folder for " + one);
            }
        }
        if (!Files.exists(data.store().resolve("member"))) {
            throw new IOException("there is no store in " + data.store());
        }
        if (!fetched(data.copySocket(), file)) {
            Stores.backUp(data.store(), ThisHost.name(), file);
        }
        Image image;
        try {
            image = Stores.look(file);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        String said = file + ": " + image.below("").size() + " documents, " + image.guests() + " guests, revision "
                + image.revision();
        if (keyring.isEmpty()) {
            return said + "\nIts secrets are sealed: without a copy of " + ring(data)
                    + " ('--keyring FILE' writes one) they are lost.";
        }
        write(keyring.get(), Files.readAllLines(ring(data)));
        return said + "\n" + keyring.get() + ": the keys that open its secrets; keep it in another place.";
    }

    private static Path ring(DataFolder data) {
        return data.secret().resolve("keyring");
    }

    /** From the node that runs; where none does, nothing happens. */
    private static boolean fetched(Path socket, Path file) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
            } catch (IOException e) {
                return false;
            }
            Path fresh = fresh(file);
            try (InputStream in = Channels.newInputStream(channel);
                    OutputStream out = Files.newOutputStream(fresh, StandardOpenOption.DSYNC)) {
                in.transferTo(out);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        }
        return true;
    }

    private static Path fresh(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        return Files.createFile(
                fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static void write(Path file, List<String> lines) throws IOException {
        Path fresh = fresh(file);
        Files.write(fresh, lines, StandardOpenOption.DSYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Only where no node runs and none of several was. What named the other members stays behind: they join again, as new
     * ones.
     */
    static String restore(DataFolder data, Path file, Optional<Path> keyring, NodeName here) throws IOException {
        Image image = Stores.look(file);
        data.ensure();
        List<String> keys = new ArrayList<>();
        if (Files.exists(ring(data))) {
            keys.addAll(Files.readAllLines(ring(data)));
        }
        if (keyring.isPresent()) {
            keys = MovingIn.merged(keys, Files.readAllLines(keyring.get()));
        }
        Path trial = data.secret().resolve("keyring.restoring");
        try {
            write(trial, keys);
            requireOpen(image, keys.isEmpty() ? Optional.empty() : Optional.of(Sealer.withKeyring(trial)));
            Path aside = data.root().resolve(ASIDE);
            boolean hasKeys = !keys.isEmpty();
            Stores.restoreOver(file, data.store(), here, TruthMain::namesOthers, aside, () -> {
                // first: with more keys than it needs the old store is as well off as before
                if (hasKeys) {
                    Files.move(trial, ring(data), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
            });
            Files.deleteIfExists(data.secret().resolve("first-start-done"));
            Files.createFile(data.secret().resolve("first-start-done"));
            data.ensure();
            return told(image, here, aside);
        } finally {
            Files.deleteIfExists(trial);
        }
    }

    /** Who belongs to the cluster, and by whose word. */
    private static boolean namesOthers(String path) {
        return path.startsWith("cluster/") || path.equals("pve-root-ca.pem") || path.equals("priv/pve-root-ca.key");
    }

    private static void requireOpen(Image image, Optional<Sealer> sealer) throws IOException {
        Set<String> closed = new TreeSet<>();
        for (Document d : image.below("")) {
            if (Sealer.isSealed(d.text()) && !namesOthers(d.path())) {
                try {
                    sealer.orElseThrow(() -> new GeneralSecurityException("no key"))
                            .open(d.text());
                } catch (GeneralSecurityException e) {
                    closed.add(d.path());
                }
            }
        }
        if (!closed.isEmpty()) {
            throw new IOException(closed.size() + " secrets of the backup, "
                    + closed.iterator().next()
                    + " among them, cannot be opened with the keys that are here: name its keyring with --keyring");
        }
    }

    private static String told(Image image, NodeName here, Path aside) {
        Set<String> others = new TreeSet<>();
        image.eachGuest(v -> image.guest(v)
                .map(d -> d.path().split("/", 3)[1])
                .filter(n -> !n.equals(here.text()))
                .ifPresent(others::add));
        return "Restored " + image.below("").size() + " documents and " + image.guests()
                + " guests. This node is alone; 'coppice up' starts it."
                + (Files.exists(aside) ? "\nWhat was here before lies in " + aside + "." : "")
                + (others.isEmpty()
                        ? ""
                        : "\nThere are guests of nodes that are not here: " + String.join(", ", others));
    }
}
