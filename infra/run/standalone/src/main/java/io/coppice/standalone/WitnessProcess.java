package io.coppice.standalone;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.link.ClusterPort;
import io.coppice.node.link.LinkServer;
import io.coppice.node.link.Links;
import io.coppice.node.link.Roster;
import io.coppice.node.link.TruthLines;
import io.coppice.node.membership.ClusterTruth;
import io.coppice.node.membership.MemberDoors;
import io.coppice.node.membership.RosterWatch;
import io.coppice.node.membership.WitnessPlace;
import io.coppice.servicekit.reconcile.ReconcilerLoop;
import io.coppice.store.Membership;
import io.coppice.store.Store;
import io.coppice.store.raft.Cluster;
import io.coppice.store.raft.StoreOptions;
import io.coppice.store.raft.Stores;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A witness: a member that holds the truth and votes, and nothing else. It has links to the nodes, and on them beats and what
 * those who hold the truth ask each other; no keyring, no services, no live state, no port for clients.
 */
final class WitnessProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WitnessProcess.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Path root;
    private final WitnessPlace place;
    private final CompletableFuture<String> halted = new CompletableFuture<>();
    private Optional<NodeName> leader = Optional.empty();

    private WitnessProcess(Path root) throws IOException {
        this.root = root;
        this.place = place(root);
    }

    /** What lies in a witness' folder, which is made where it is missing. */
    static WitnessPlace place(Path root) throws IOException {
        for (Path folder : List.of(root, root.resolve("secret"), root.resolve("store"))) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        return new WitnessPlace(root.resolve("secret"));
    }

    /**
     * Runs what was admitted.
     *
     * @param listenOn the address of its port
     * @throws IOException when no leader gives it the truth within a minute the first time, or its store is damaged
     */
    static WitnessProcess start(Path root, String listenOn) throws IOException {
        WitnessProcess process = new WitnessProcess(root);
        try {
            process.run(listenOn);
            return process;
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /**
     * Waits as long as it is of use.
     *
     * @throws IOException when its store has halted, which says what is to be done
     */
    void await() throws IOException {
        throw new IOException(halted.join());
    }

    private void run(String listenOn) throws IOException {
        ClusterMember self = place.self().orElseThrow(() -> new IOException("no cluster has admitted this witness"));
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        keep(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
        Roster roster = new Roster();
        roster.set(place.roster().read());
        Links links = keep(new Links(vertx, self.node(), place.key(), roster, InstantSource.system()));
        TruthLines lines = new TruthLines(links);
        Map<String, LinkServer.Behind> paths = new HashMap<>(MemberDoors.ofWitness(roster));
        paths.put("/beat", Links.beats());
        paths.put("/store", lines);
        keep(new ClusterPort(
                vertx, self.node(), roster, ClusterPort.at(vertx, listenOn, self.port(), place.key(), roster, paths)));
        Store store = keep(store(self, new Cluster(lines, ClusterTruth::holders)));
        roster.newWhile(() -> Stores.membership(store).leader().isPresent());
        keep(new RosterWatch(store, roster, place.roster()));
        keep(new ReconcilerLoop("lead", () -> look(store, self), LOOK, new Random()));
    }

    /** The first time it follows, and closes again: a member that has started once more may vote. */
    private Store store(ClusterMember self, Cluster cluster) throws IOException {
        Path dir = root.resolve("store");
        Path settled = root.resolve("secret").resolve("settled");
        if (!Files.exists(settled)) {
            List<String> others = place.roster().read().stream()
                    .map(ClusterMember::member)
                    .filter(m -> !m.equals(self.member()))
                    .toList();
            Stores.join(dir, self.member(), others, StoreOptions.usual(), cluster)
                    .close();
            Files.createFile(settled);
        }
        return Stores.open(dir, self.node(), StoreOptions.usual(), cluster);
    }

    /** Nodes do some of their work where the lead is; so the witness has it only for as long as it takes to give it away. */
    private void look(Store store, ClusterMember self) {
        Membership standing = Stores.membership(store);
        standing.halted().ifPresent(halted::complete);
        if (standing.role() == Membership.Role.LEADS) {
            Stores.handOver(store);
        }
        Optional<NodeName> now = standing.leader()
                .flatMap(member -> ClusterTruth.everybody(store.image()).stream()
                        .filter(m -> m.member().equals(member))
                        .map(ClusterMember::node)
                        .findFirst());
        if (!now.equals(leader)) {
            LOG.info(
                    "witness '{}' {}; {}",
                    self.node(),
                    standing.voters().contains(self.member()) ? "votes" : "follows",
                    now.map(node -> "'" + node + "' leads").orElse("no leader is known"));
            leader = now;
        }
    }

    private <T extends AutoCloseable> T keep(T what) {
        open.add(what);
        return what;
    }

    @Override
    public void close() {
        for (AutoCloseable one : List.copyOf(open).reversed()) {
            try {
                one.close();
            } catch (Exception e) {
                LOG.warn("while closing {}", one, e);
            }
        }
    }
}
