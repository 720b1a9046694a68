package io.coppice.node.membership;

import io.coppice.contract.api.cluster.AdmissionsApi.Member;
import io.coppice.documents.member.ClusterMember;
import io.coppice.servicekit.serve.WireJson;
import io.coppice.servicekit.serve.WireReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** What a node was given to become a member, kept in a folder of root's until it is one. */
public final class Staging {
    private final Path given;
    private final Path go;
    private final Path certificate;

    /** @param secret root's folder */
    public Staging(Path secret) {
        this.given = secret.resolve("joining.json");
        this.go = secret.resolve("joining-now.json");
        this.certificate = secret.resolve("joining.pem");
    }

    /**
     * What it was given.
     *
     * @param member its name among those who hold the truth
     * @param authority the cluster's, PEM
     * @param certificate of its links, PEM
     * @param keyring as the file has it
     * @param live the name that live state is shared under
     */
    public record Given(
            String cluster,
            String member,
            String authority,
            String certificate,
            String keyring,
            String live,
            List<Member> members) {
        /** All members, as their documents say. */
        public List<ClusterMember> peers() {
            return members.stream()
                    .map(m -> ClusterMember.parse(m.node(), m.document()))
                    .toList();
        }

        /** Those who hold the truth already. */
        public List<String> others() {
            return peers().stream()
                    .map(ClusterMember::member)
                    .filter(m -> !m.equals(member))
                    .toList();
        }

        Given with(JoinDoor.Keys keys) {
            return new Given(cluster, member, authority, certificate, keys.keyring(), keys.live(), members);
        }

        /** Never the keys. */
        @Override
        public String toString() {
            return member + " of " + cluster;
        }
    }

    void put(Given what) throws IOException {
        Path fresh = given.resolveSibling("joining.new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, WireJson.bytes(what), StandardOpenOption.DSYNC);
        Files.move(fresh, given, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The given certificate as a file of its own: before the pivot it takes the place of none. */
    Path certificate(Given what) throws IOException {
        Files.writeString(certificate, what.certificate());
        return certificate;
    }

    Optional<Given> kept() throws IOException {
        return read(given);
    }

    void drop() throws IOException {
        Files.deleteIfExists(given);
        Files.deleteIfExists(certificate);
    }

    /** From now on the next start makes this node the member. */
    void decide() throws IOException {
        if (Files.exists(given)) {
            Files.move(given, go, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** What this start has to make of the node; empty where nothing. */
    public Optional<Given> decided() throws IOException {
        return read(go);
    }

    /** The node is the member now. */
    public void done() throws IOException {
        Files.deleteIfExists(certificate);
        Files.deleteIfExists(go);
    }

    private static Optional<Given> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.ofNullable(WireReader.read(Files.readAllBytes(file), Given.class));
    }
}
