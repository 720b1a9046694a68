package io.coppice.node.membership;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.certificate.Authority;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.node.certificate.LinkCertificate;
import io.coppice.node.certificate.NodeCertificate;
import io.coppice.store.Document;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import io.coppice.tasklaws.Crash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A node that is alone, over a store in memory. That its services begin anew is the end of the process. */
final class LoneNode {
    static final NodeName HERE = new NodeName("pve1");
    static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");
    final MemoryStore store = new MemoryStore();
    final Path secret;
    final Sealer sealer;
    final NodePlace place;
    private final LinkCertificate link;
    private final Authority own;

    /** @param beforeAnew happens as the services begin anew */
    LoneNode(Path dir, Runnable beforeAnew) throws IOException {
        secret = Files.createDirectories(dir.resolve("secret"));
        Path shown = Files.createDirectories(dir.resolve("gateway"));
        new NodeCertificate(secret, shown).ensure(HERE, List.of("127.0.0.1"), NOW);
        sealer = Sealer.withKeyring(secret.resolve("keyring"));
        own = Authority.ofFirstStart(secret, shown);
        link = new LinkCertificate(secret);
        link.ensure(HERE, own, NOW);
        place = new NodePlace(
                HERE, store, "pve1-00000001", () -> "10.0.0.1", 8016, new NodePlace.Folders(secret, shown), () -> {
                    beforeAnew.run();
                    throw new Crash();
                });
    }

    /** Documents and files that are there; what is random is told by whose it is. */
    Map<String, String> picture() throws IOException {
        Map<String, String> all = new TreeMap<>();
        for (Document d : store.image().below("")) {
            String text = d.path().startsWith(ClusterMember.FOLDER) ? d.text() : "there";
            all.put(
                    d.path(),
                    text.replace(Fingerprint.of(link.certificate()), "of its links")
                            .replace(Fingerprint.ofKeyPem(Files.readString(link.certificate())), "of its key"));
        }
        try (Stream<Path> files = Files.list(secret)) {
            files.forEach(file -> all.put("file " + file.getFileName(), "there"));
        }
        all.put("signed by its own authority", "" + own.signed(Files.readString(link.certificate())));
        return all;
    }
}
