package io.coppice.node.membership;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.certificate.Authority;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.node.certificate.LinkCertificate;
import io.coppice.node.link.ClusterPort;
import io.coppice.node.link.LinkKey;
import io.coppice.node.link.Links;
import io.coppice.node.link.Roster;
import io.coppice.node.link.TruthLines;
import io.coppice.store.Change;
import io.coppice.store.Membership.Role;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.raft.Cluster;
import io.coppice.store.raft.StoreOptions;
import io.coppice.store.raft.Stores;
import io.coppice.testkit.Eventually;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that hold the truth over real links, and one of them is removed. */
@Timeout(240)
class RemovedVoterTest {
    private static final NodeName FIRST = new NodeName("pve1");
    private static final NodeName SECOND = new NodeName("pve2");

    @TempDir
    Path dir;

    @Test
    void of_two_the_first_can_be_removed() throws Exception {
        oneIsLeft(true);
    }

    @Test
    void of_two_the_second_can_be_removed() throws Exception {
        oneIsLeft(false);
    }

    /** It is the first that leads: it has to let itself go, or to settle with one that is removed already. */
    private void oneIsLeft(boolean second) throws Exception {
        try (Holder one = new Holder(FIRST, 1, dir.resolve("pve1"));
                Holder two = new Holder(SECOND, 2, dir.resolve("pve2"))) {
            Store first = one.found();
            ClusterMember a = one.member(Stores.membership(first).me());
            ClusterMember b = two.member("pve2-00000002");
            two.roster.set(List.of(a, b));
            two.file.write(List.of(a, b));
            done(
                    first,
                    Change.by(Service.NODE, "root@pam").put(a.path(), a.text()).put(b.path(), b.text()));
            Store other = two.join(b.member(), List.of(a.member()));
            Eventually.that(
                    "both vote",
                    () -> Stores.membership(first).voters().size() == 2
                            && Stores.membership(other).role() == Role.VOTES);
            done(second ? other : first, Change.by(Service.NODE, "root@pam").delete((second ? a : b).path()));
            Store left = second ? other : first;
            Eventually.that(
                    "one is left, and leads",
                    () -> Stores.membership(left).role() == Role.LEADS
                            && Stores.membership(left).voters().size() == 1);
            done(left, Change.by(Service.NODE, "root@pam").put("datacenter.cfg", "keyboard: de\n"));
            Holder remains = second ? two : one;
            Eventually.that("nobody else is listed", () -> remains.roster.all().size() == 1);
            Eventually.that("nor in what the next start goes by", () -> remains.kept() == 1);
        }
    }

    private static void done(Store by, Change.Builder change) {
        assertInstanceOf(Outcome.Done.class, by.submit(change.build()));
    }

    /** A node as far as it holds the truth. */
    private static final class Holder implements AutoCloseable {
        final Roster roster = new Roster();
        final RosterFile file;
        private final NodeName name;
        private final int number;
        private final Path dir;
        private final LinkKey key;
        private final int port;
        private final Cluster cluster;
        private final List<AutoCloseable> open = new ArrayList<>();

        Holder(NodeName name, int number, Path dir) throws IOException {
            this.name = name;
            this.number = number;
            this.dir = dir;
            Path secret = Files.createDirectories(dir.resolve("secret"));
            this.file = new RosterFile(secret);
            LinkCertificate certificate = new LinkCertificate(secret);
            certificate.ensure(name, Authority.anew(Instant.now()), Instant.now());
            this.key = new LinkKey(certificate.certificate(), certificate.key());
            this.port = free();
            Vertx vertx = Vertx.vertx();
            open.add(() ->
                    vertx.close().toCompletionStage().toCompletableFuture().join());
            Links links = new Links(vertx, name, key, roster, InstantSource.system());
            open.add(links);
            TruthLines lines = new TruthLines(links);
            open.add(new ClusterPort(
                    vertx,
                    name,
                    roster,
                    ClusterPort.at(
                            vertx, "127.0.0.1", port, key, roster, Map.of("/beat", Links.beats(), "/store", lines))));
            this.cluster = new Cluster(lines, ClusterTruth::holders);
        }

        private static int free() throws IOException {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }

        private static StoreOptions options() {
            return StoreOptions.usual().withMinFreeBytes(0);
        }

        Store found() throws IOException {
            return follow(Stores.open(dir.resolve("store"), name, options(), cluster));
        }

        Store join(String member, List<String> others) throws IOException {
            Stores.join(dir.resolve("store"), member, others, options(), cluster)
                    .close();
            return follow(Stores.open(dir.resolve("store"), name, options(), cluster));
        }

        int kept() {
            try {
                return file.read().size();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Store follow(Store store) {
            open.add(store);
            open.add(new RosterWatch(store, roster, file));
            return store;
        }

        ClusterMember member(String member) throws IOException {
            return new ClusterMember(name, number, member, "127.0.0.1", port, Fingerprint.of(key.certificate()));
        }

        @Override
        public void close() throws Exception {
            for (AutoCloseable one : open.reversed()) {
                one.close();
            }
        }
    }
}
