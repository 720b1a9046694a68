package io.coppice.node.membership;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.certificate.Authority;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.node.certificate.LinkCertificate;
import io.coppice.node.certificate.NodeCertificate;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Outcome;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The first node of a cluster, over a store in memory; other members are documents only. */
final class FoundedNode implements OtherMembers, AutoCloseable {
    static final NodeName HERE = new NodeName("pve1");
    static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");
    private static final String ROOT = "root@pam";
    final MemoryStore store = new MemoryStore();
    final Path secret;
    final Path shown;
    final Sealer sealer;
    final NodePlace place;
    final Admission admission;
    final KeyRenewal renewal;

    /** By which names tickets' keys were renewed. */
    final Set<String> renewals = new LinkedHashSet<>();

    /** The keyring of another node that is in reach. */
    Optional<Path> ring = Optional.empty();

    /** Which certificates all other members take for this node's. */
    final Set<String> known = new LinkedHashSet<>();

    /** With which key all other nodes seal. */
    String othersSealWith = "";

    private final String keyPrint;

    private final String authority;
    private final String key;
    private final String print;

    FoundedNode(Path dir, String... others) throws IOException {
        secret = Files.createDirectories(dir.resolve("secret"));
        shown = Files.createDirectories(dir.resolve("gateway"));
        new NodeCertificate(secret, shown).ensure(HERE, List.of("127.0.0.1"), NOW);
        sealer = Sealer.withKeyring(secret.resolve("keyring"));
        key = sealer.newest();
        Authority own = Authority.ofFirstStart(secret, shown);
        authority = own.certificatePem();
        LinkCertificate link = new LinkCertificate(secret);
        link.ensure(HERE, own, NOW);
        place = new NodePlace(
                HERE, store, "pve1-00000001", () -> "10.0.0.1", 8016, new NodePlace.Folders(secret, shown), () -> {});
        admission = new Admission(HERE, store, sealer, () -> NOW, () -> 1);
        renewal = new KeyRenewal(place, sealer, this, renewals::add, () -> NOW);
        Change.Builder change = Change.by(Service.NODE, ROOT)
                .put(ClusterTruth.CLUSTER, "name: wood\n")
                .put(ClusterTruth.AUTHORITY, own.certificatePem())
                .put(ClusterTruth.AUTHORITY_KEY, sealer.seal(own.keyPem().getBytes(StandardCharsets.US_ASCII)));
        print = Fingerprint.of(link.certificate());
        keyPrint = Fingerprint.ofKeyPem(Files.readString(link.certificate()));
        member(change, HERE.text(), 1, print);
        for (int i = 0; i < others.length; i++) {
            member(change, others[i], i + 2, ("%02X".formatted(i + 2) + ":").repeat(31) + "00");
        }
        done(change);
    }

    private void member(Change.Builder change, String node, int number, String fingerprint) {
        ClusterMember member = new ClusterMember(
                new NodeName(node), number, node + "-0000000" + number, "10.0.0." + number, 8016, fingerprint);
        if (number == 1) {
            member = member.withKey(keyPrint);
        }
        change.put(member.path(), member.text()).put(Admission.numberPath(number), node + "\n");
    }

    void done(Change.Builder change) {
        Outcome outcome = store.submit(change.build());
        assertTrue(outcome instanceof Outcome.Done, outcome.toString());
    }

    Optional<String> text(String path) {
        return store.image().find(path).map(Document::text);
    }

    /** The authority of the cluster, opened as admissions open it. */
    Authority authority() throws Exception {
        String sealed = text(ClusterTruth.AUTHORITY_KEY).orElseThrow();
        return Authority.of(
                text(ClusterTruth.AUTHORITY).orElseThrow(), new String(sealer.open(sealed), StandardCharsets.US_ASCII));
    }

    boolean hasNewAuthority() {
        return !text(ClusterTruth.AUTHORITY).orElse("").equals(authority);
    }

    boolean hasNewKey() {
        return !sealer.newest().equals(key);
    }

    /** All that counts, with what is random by whether it is new. */
    Map<String, String> picture() {
        Map<String, String> all = new TreeMap<>();
        for (Document d : store.image().below("")) {
            all.put(
                    d.path(),
                    d.path().startsWith("cluster/members")
                            ? d.text().replace(print, "of its links").replace(keyPrint, "of its key")
                            : "there");
        }
        all.put("authority", hasNewAuthority() ? "new" : "old");
        all.put("key that seals", hasNewKey() ? "new" : "old");
        all.put(
                "key of the authority",
                sealer.isOutdated(text(ClusterTruth.AUTHORITY_KEY).orElse("")) ? "old" : "newest");
        all.put("renewals of tickets", "" + renewals.size());
        return all;
    }

    @Override
    public List<NodeName> lacking(String wanted) {
        return List.of();
    }

    @Override
    public Optional<String> with(String wanted) {
        return ring.map(FoundedNode::read).filter(text -> text.contains(wanted + " "));
    }

    @Override
    public boolean allSealWith(String wanted) {
        return wanted.equals(othersSealWith);
    }

    @Override
    public boolean allKnow(String fingerprint) {
        return known.contains(fingerprint);
    }

    private static String read(Path file) {
        try {
            return Files.readAllLines(file).stream().collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
