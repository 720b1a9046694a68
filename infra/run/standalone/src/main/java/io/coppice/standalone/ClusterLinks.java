package io.coppice.standalone;

import io.coppice.contract.word.NodeName;
import io.coppice.live.Members;
import io.coppice.node.certificate.Authority;
import io.coppice.node.certificate.LinkCertificate;
import io.coppice.node.event.LogsDoor;
import io.coppice.node.link.CallsIn;
import io.coppice.node.link.CallsOut;
import io.coppice.node.link.ClusterPort;
import io.coppice.node.link.LinkKey;
import io.coppice.node.link.LinkServer;
import io.coppice.node.link.Links;
import io.coppice.node.link.LiveTunnels;
import io.coppice.node.link.Roster;
import io.coppice.node.link.TruthLines;
import io.coppice.node.live.LoopbackRule;
import io.coppice.node.membership.Admission;
import io.coppice.node.membership.LinkedMembers;
import io.coppice.node.membership.MemberDoors;
import io.coppice.node.membership.OtherMembers;
import io.coppice.node.membership.RosterFile;
import io.coppice.node.membership.RosterWatch;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.store.Store;
import io.coppice.store.raft.Stores;
import io.coppice.store.seal.Sealer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** This node's ways to the others, from whom it knew last up to the cluster port. */
final class ClusterLinks {
    private final Vertx vertx;
    private final NodeName here;
    private final DataFolder data;
    private final Consumer<AutoCloseable> keep;
    private final Roster roster = new Roster();
    private final RosterFile file;
    private final Links links;
    private final TruthLines lines;
    private final LiveTunnels live;
    private volatile Optional<ClusterPort> port = Optional.empty();
    private volatile Map<String, LinkServer.Behind> ofMembers = Map.of();
    private volatile LinkServer.Behind events =
            (peer, request) -> request.response().setStatusCode(503).end();

    private ClusterLinks(Vertx vertx, NodeName here, DataFolder data, Consumer<AutoCloseable> keep) throws IOException {
        this.vertx = vertx;
        this.here = here;
        this.data = data;
        this.keep = keep;
        this.file = new RosterFile(data.secret());
        roster.set(file.read());
        this.links = new Links(vertx, here, key(data), roster, InstantSource.system());
        keep.accept(links);
        this.lines = new TruthLines(links);
        this.live = new LiveTunnels(vertx, here, links, roster, Members.PORT, this::closeToOthers);
        keep.accept(live);
    }

    static LinkKey key(DataFolder data) {
        LinkCertificate certificate = new LinkCertificate(data.secret());
        return new LinkKey(certificate.certificate(), certificate.key());
    }

    /** Opens what the truth of a cluster needs; the rest follows with {@link #follow}. */
    static ClusterLinks open(
            Vertx vertx, NodeName here, DataFolder data, NodeSettings.Cluster at, Consumer<AutoCloseable> keep)
            throws IOException {
        new LinkCertificate(data.secret())
                .ensure(here, Authority.ofFirstStart(data.secret(), data.gateway()), Instant.now());
        ClusterLinks opened = new ClusterLinks(vertx, here, data, keep);
        ClusterPort port = new ClusterPort(
                vertx,
                here,
                opened.roster,
                ClusterPort.at(vertx, at.listensOn(), at.port(), key(data), opened.roster, opened.paths()));
        keep.accept(port);
        opened.port = Optional.of(port);
        return opened;
    }

    private void closeToOthers(String address) {
        LoopbackRule rule = new LoopbackRule(new HostCommands(), address, Members.PORT);
        rule.set();
        keep.accept(rule);
    }

    private Map<String, LinkServer.Behind> paths() {
        Map<String, LinkServer.Behind> paths = new HashMap<>();
        paths.put("/beat", Links.beats());
        paths.put("/store", lines);
        paths.put("/live", live);
        paths.put(CallsIn.CALLS, new CallsIn(vertx, here, data.sockets(), data.spool()));
        paths.put(CallsIn.SERVICES, CallsIn.ofServices(vertx, here, data.sockets(), data.spool()));
        paths.put(LogsDoor.PATH, (peer, request) -> events.serve(peer, request));
        for (String path : MemberDoors.PATHS) {
            paths.put(path, (peer, request) -> {
                LinkServer.Behind behind = ofMembers.get(path);
                if (behind == null) {
                    request.response().setStatusCode(503).end();
                } else {
                    behind.serve(peer, request);
                }
            });
        }
        return paths;
    }

    /** From now on the truth says who belongs to the cluster, and this node's gateway and services reach the others. */
    void follow(Store store, Admission admission, Sealer sealer) throws IOException {
        roster.newWhile(() -> Stores.membership(store).leader().isPresent());
        ofMembers = MemberDoors.of(
                vertx,
                admission,
                sealer,
                roster,
                data.secret().resolve("keyring"),
                data.secret().resolve("live"));
        keep.accept(new RosterWatch(store, roster, file));
        keep.accept(CallsOut.listen(vertx, data.linksSocketForGateway(), links, data.callers()));
        data.giveToGateway(data.linksSocketForGateway(), false);
        keep.accept(CallsOut.listenToServices(vertx, data.linksSocketForServices(), links, Set.of(0)));
    }

    /** Shows the certificate that lies there now to connections to come. */
    void showAnew() {
        links.showAnew();
        port.ifPresent(ClusterPort::showAnew);
    }

    /** What the other members have and know. */
    OtherMembers members(Store store) {
        return new LinkedMembers(vertx, key(data), links, here, store, InstantSource.system());
    }

    /** From now on other nodes hear what this one tells. */
    void tell(LogsDoor door) {
        events = door;
    }

    Links links() {
        return links;
    }

    TruthLines lines() {
        return lines;
    }
}
