package io.coppice.standalone;

import io.coppice.contract.endpoint.Service;
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
import io.coppice.store.Change;
import io.coppice.store.Membership;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.raft.Cluster;
import io.coppice.store.raft.StoreOptions;
import io.coppice.store.raft.Stores;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A member of a cluster as far as it holds the truth, on loopback, for training: the cache of classes is made by a node that
 * is alone, and a member's start took more than twice of its processor time, for what it loads to speak to others.
 */
final class TrainedMember implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final NodeName name;
    private final Path dir;
    private final Roster roster = new Roster();
    private final LinkKey key;
    private final int port;
    private final Cluster cluster;
    private final List<AutoCloseable> open = new ArrayList<>();

    private TrainedMember(String name, Path dir) throws IOException {
        this.name = new NodeName(name);
        this.dir = dir;
        Path secret = Files.createDirectories(dir.resolve("secret"));
        LinkCertificate certificate = new LinkCertificate(secret);
        certificate.ensure(this.name, Authority.anew(Instant.now()), Instant.now());
        this.key = new LinkKey(certificate.certificate(), certificate.key());
        Vertx vertx = Vertx.vertx();
        open.add(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
        Links links = new Links(vertx, this.name, key, roster, InstantSource.system());
        open.add(links);
        TruthLines lines = new TruthLines(links);
        LinkServer server =
                LinkServer.listen(vertx, "127.0.0.1", 0, key, roster, Map.of("/beat", Links.beats(), "/store", lines));
        open.add(server);
        this.port = server.port();
        this.cluster = new Cluster(lines, ClusterTruth::holders);
    }

    /** Two become a cluster; one of them writes through the other, and starts once more. */
    static void two(Path folder) throws Exception {
        try (TrainedMember one = new TrainedMember("one", folder.resolve("one"));
                TrainedMember two = new TrainedMember("two", folder.resolve("two"))) {
            Store first = one.follow(Stores.open(one.dir.resolve("store"), one.name, options(), one.cluster));
            ClusterMember a = one.member(1, Stores.membership(first).me());
            ClusterMember b = two.member(2, Stores.newMember(two.name));
            two.roster.set(List.of(a, b));
            done(first.submit(Change.by(Service.NODE, "root@pam")
                    .put(a.path(), a.text())
                    .put(b.path(), b.text())
                    .build()));
            Path store = two.dir.resolve("store");
            Stores.join(store, b.member(), List.of(a.member()), options(), two.cluster)
                    .close();
            try (Store second = Stores.open(store, two.name, options(), two.cluster)) {
                two.awaitVote(second);
                done(second.submit(Change.by(Service.NODE, "root@pam")
                        .put("datacenter.cfg", "keyboard: en-us\n")
                        .build()));
            }
            two.follow(Stores.open(store, two.name, options(), two.cluster));
        }
    }

    private static void done(Outcome outcome) throws IOException {
        if (!(outcome instanceof Outcome.Done)) {
            throw new IOException("a change was not taken: " + outcome);
        }
    }

    private static StoreOptions options() {
        return StoreOptions.usual().withMinFreeBytes(0);
    }

    private Store follow(Store store) {
        open.add(store);
        open.add(new RosterWatch(store, roster, new RosterFile(dir.resolve("secret"))));
        return store;
    }

    private ClusterMember member(int number, String member) throws IOException {
        return new ClusterMember(name, number, member, "127.0.0.1", port, Fingerprint.of(key.certificate()));
    }

    private void awaitVote(Store store) throws InterruptedException {
        long until = System.nanoTime() + LONGEST.toNanos();
        while (Stores.membership(store).role() != Membership.Role.VOTES && System.nanoTime() - until < 0) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }
}
