package io.coppice.standalone;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.certificate.Authority;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.node.certificate.LinkCertificate;
import io.coppice.node.link.LinkKey;
import io.coppice.node.link.LinkServer;
import io.coppice.node.link.Links;
import io.coppice.node.link.Roster;
import io.coppice.node.link.TruthLines;
import io.coppice.node.membership.ClusterTruth;
import io.coppice.node.membership.RosterFile;
import io.coppice.node.membership.RosterWatch;
import io.coppice.store.Store;
import io.coppice.store.raft.Cluster;
import io.coppice.store.raft.StoreOptions;
import io.coppice.store.raft.Stores;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A node as far as it holds the truth: links on loopback, and a store. */
final class TruthHolder implements AutoCloseable {
    final NodeName name;
    final Roster roster = new Roster();
    private final Path dir;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final LinkKey key;
    private final Links links;
    private final LinkServer server;
    private final int port;
    private final Cluster cluster;

    TruthHolder(String node, Path dir) throws IOException {
        this.name = new NodeName(node);
        this.dir = dir;
        Path secret = Files.createDirectories(dir.resolve("secret"));
        LinkCertificate certificate = new LinkCertificate(secret);
        certificate.ensure(name, Authority.anew(Instant.now()), Instant.now());
        key = new LinkKey(certificate.certificate(), certificate.key());
        Vertx vertx = Vertx.vertx();
        open.add(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
        links = new Links(vertx, name, key, roster, InstantSource.system());
        open.add(links);
        TruthLines lines = new TruthLines(links);
        server = LinkServer.listen(vertx, "127.0.0.1", 0, key, roster, Map.of("/beat", Links.beats(), "/store", lines));
        open.add(server);
        port = server.port();
        cluster = new Cluster(lines, ClusterTruth::holders);
    }

    private static StoreOptions options() {
        return StoreOptions.usual().withMinFreeBytes(0);
    }

    /** A store that is this node's alone. */
    Store found() throws IOException {
        return follow(Stores.open(dir.resolve("store"), name, options(), cluster));
    }

    /** As a member that has joined, and has started once more since. */
    Store join(String member, List<String> others) throws IOException {
        Stores.join(dir.resolve("store"), member, others, options(), cluster).close();
        return follow(Stores.open(dir.resolve("store"), name, options(), cluster));
    }

    private Store follow(Store store) {
        open.add(store);
        open.add(new RosterWatch(store, roster, new RosterFile(dir.resolve("secret"))));
        return store;
    }

    /** Nobody reaches it any more, nor it anybody; it knows nothing of that. */
    void cutOff() {
        server.close();
        links.close();
    }

    ClusterMember member(int number, String member) throws IOException {
        return new ClusterMember(name, number, member, "127.0.0.1", port, Fingerprint.of(key.certificate()));
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        open.clear();
    }
}
