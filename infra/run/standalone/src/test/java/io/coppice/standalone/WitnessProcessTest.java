package io.coppice.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.certificate.Authority;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.node.certificate.LinkCertificate;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.raft.Stores;
import io.coppice.store.seal.Sealer;
import io.coppice.testkit.Eventually;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class WitnessProcessTest {
    private static final String SECRET = "planted-Secret-of-a-storage";
    private static final NodeName WITNESS = new NodeName("wit");

    @TempDir
    Path dir;

    private static Outcome put(Store store, Service by, String path, String text) {
        return store.submit(Change.by(by, "root@pam").put(path, text).build());
    }

    private static void done(Outcome outcome) {
        assertInstanceOf(Outcome.Done.class, outcome);
    }

    private static void add(Store store, ClusterMember member) {
        done(put(store, Service.NODE, member.path(), member.text()));
    }

    private ClusterMember admitted(Path folder) throws Exception {
        Path secret = WitnessProcess.place(folder).key().certificate().getParent();
        LinkCertificate certificate = new LinkCertificate(secret);
        certificate.ensure(WITNESS, Authority.anew(Instant.now()), Instant.now());
        try (ServerSocket free = new ServerSocket(0)) {
            return new ClusterMember(
                    WITNESS,
                    0,
                    "wit-0000000a",
                    "127.0.0.1",
                    free.getLocalPort(),
                    Fingerprint.of(certificate.certificate()));
        }
    }

    @Test
    void a_witness_that_holds_a_copy_of_the_truth_can_read_no_secret_and_keeps_one_node_going() throws Exception {
        Path folder = dir.resolve("witness");
        try (TruthHolder one = new TruthHolder("pve1", dir.resolve("pve1"));
                TruthHolder two = new TruthHolder("pve2", dir.resolve("pve2"))) {
            Store store = one.found();
            Path ring = dir.resolve("pve1/secret/keyring");
            Sealer sealer = Sealer.withKeyring(ring);
            done(put(
                    store,
                    Service.STORAGE,
                    "priv/storage/nas.pw",
                    sealer.seal(SECRET.getBytes(StandardCharsets.UTF_8))));
            ClusterMember first = one.member(1, Stores.membership(store).me());
            ClusterMember second = two.member(2, "pve2-00000002");
            ClusterMember witness = admitted(folder);
            List<ClusterMember> all = List.of(first, second, witness);
            all.forEach(m -> add(store, m));
            two.roster.set(all);
            Store other = two.join(second.member(), List.of(first.member()));
            WitnessProcess.place(folder).roster().write(all);
            try (WitnessProcess process = WitnessProcess.start(folder, "127.0.0.1")) {
                Eventually.that(
                        "all three vote",
                        () -> new TreeSet<>(Stores.membership(other).voters())
                                .equals(new TreeSet<>(
                                        List.of("pve1-" + suffix(first), "pve2-00000002", "wit-0000000a"))));
                other.close();
                done(put(store, Service.STORAGE, "storage.cfg:x", "dir: x\n"));
                Eventually.that(
                        "the node leads, not the witness",
                        () -> Stores.membership(store).leader().equals(java.util.Optional.of(first.member())));
            }
            holdsNothingReadable(folder, ring);
        }
        assertTrue(assertThrows(java.io.IOException.class, () -> WitnessProcess.start(dir.resolve("none"), "127.0.0.1"))
                .getMessage()
                .contains("no cluster has admitted"));
    }

    private static String suffix(ClusterMember member) {
        return member.member().substring(member.member().lastIndexOf('-') + 1);
    }

    /** Neither the secret nor a key that opens it, and the sealed text is there: it looked in the right place. */
    private static void holdsNothingReadable(Path folder, Path ring) throws Exception {
        String key = Files.readAllLines(ring).getLast().split(" ")[1];
        boolean sealed = false;
        Set<String> secret = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains(SECRET) || bytes.contains(key), () -> "readable in " + file);
                sealed |= bytes.contains("coppice-sealed:1:");
                if (file.getParent().endsWith("secret")) {
                    secret.add(file.getFileName().toString());
                }
            }
        }
        assertTrue(sealed);
        assertEquals(new TreeSet<>(List.of("link.key", "link.pem", "members", "settled")), secret);
    }
}
