package io.coppice.standalone;

import io.coppice.contract.word.NodeName;
import io.coppice.node.certificate.LinkCertificate;
import io.coppice.node.membership.ClusterTruth;
import io.coppice.node.membership.RosterFile;
import io.coppice.node.membership.Staging;
import io.coppice.store.raft.Cluster;
import io.coppice.store.raft.StoreOptions;
import io.coppice.store.raft.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of this node the member that it was admitted as, before anything of it is open. Each part may run again: a start
 * that was broken off begins from the top. What the node held alone is put aside, not deleted.
 */
final class MovingIn {
    private static final Logger LOG = LoggerFactory.getLogger(MovingIn.class);
    private static final String KEYRING_ASIDE = "keyring-before-joining";
    private static final String ASIDE = "store-before-joining";
    private final DataFolder data;
    private final Staging staging;

    MovingIn(DataFolder data) {
        this.data = data;
        this.staging = new Staging(data.secret());
    }

    /** What was decided, with keys and certificates in their places; links can be opened then. Empty where nothing was. */
    Optional<Staging.Given> keys() throws IOException {
        Optional<Staging.Given> given = staging.decided();
        if (given.isPresent()) {
            Path keyring = data.secret().resolve("keyring");
            // what is put aside stays open with it, also when the cluster's keyring has forgotten this node's own keys
            write(data.secret().resolve(KEYRING_ASIDE), Files.readAllLines(keyring));
            write(
                    keyring,
                    merged(
                            Files.readAllLines(keyring),
                            given.get().keyring().lines().toList()));
            write(data.secret().resolve(LiveDoors.NAME), List.of(given.get().live()));
            new LinkCertificate(data.secret()).replace(given.get().certificate());
            new RosterFile(data.secret()).write(given.get().peers());
        }
        return given;
    }

    /** The cluster's newest key is the newest; what this node sealed stays open. */
    static List<String> merged(List<String> own, List<String> clusters) {
        List<String> all = new ArrayList<>(own);
        all.removeAll(clusters);
        all.addAll(clusters);
        return all;
    }

    /** Follows the truth for the first time, and closes it again: a member that has started once more may vote. */
    void store(NodeName here, Staging.Given given, Cluster cluster) throws IOException {
        if (!isMember(given)) {
            aside();
        }
        LOG.info("this node joins the cluster '{}' as {}", given.cluster(), given.member());
        try {
            Stores.join(data.store(), given.member(), given.others(), StoreOptions.usual(), cluster)
                    .close();
        } catch (IOException e) {
            throw new IOException(
                    "the cluster '" + given.cluster() + "' does not let this node in. A start tries again."
                            + " If the node was removed there meanwhile, put "
                            + data.root().resolve(ASIDE) + " back as " + data.store() + ", and delete "
                            + data.store() + ".joined and, in " + data.secret()
                            + ", joining-now.json, link.pem and link.key: it is alone then, as it was. What happened: "
                            + e.getMessage(),
                    e);
        }
        staging.done();
        LOG.info("node '{}' holds the truth of the cluster '{}'", here, given.cluster());
    }

    private boolean isMember(Staging.Given given) throws IOException {
        Path member = data.store().resolve("member");
        return Files.exists(member) && Files.readString(member).strip().equals(given.member());
    }

    private void aside() throws IOException {
        if (!Files.exists(data.store().resolve("member"))) {
            return;
        }
        Path aside = data.root().resolve(ASIDE);
        if (Files.exists(aside)) {
            try (Stream<Path> old = Files.walk(aside)) {
                for (Path file : old.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.move(data.store(), aside, StandardCopyOption.ATOMIC_MOVE);
        data.ensure();
    }

    private static void write(Path file, List<String> lines) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, lines, StandardOpenOption.DSYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The members, as the truth names them. */
    static Cluster cluster(ClusterLinks links) {
        return new Cluster(links.lines(), ClusterTruth::holders);
    }
}
