package io.coppice.standalone;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.live.HazelcastLive;
import io.coppice.live.Live;
import io.coppice.live.LiveServer;
import io.coppice.live.Members;
import io.coppice.node.link.LiveTunnels;
import io.coppice.node.live.LoopbackRule;
import io.coppice.servicekit.host.HostCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** Live state in the process that holds the truth, and its doors for the others. */
final class LiveDoors {
    /** The file with the name that live state is shared under. */
    static final String NAME = "live";

    private LiveDoors() {}

    /**
     * Shares live state, and lets the gateway look.
     *
     * @param cluster the members' documents; none where the node is alone
     * @param writers the services in processes of their own, which put too
     * @param keep what is to be closed at the end
     */
    static Live open(
            DataFolder data,
            NodeName here,
            Clock clock,
            List<ClusterMember> cluster,
            List<Service> writers,
            Consumer<AutoCloseable> keep)
            throws IOException {
        String name = Members.secret(data.secret().resolve(NAME));
        Members members = cluster.stream()
                .filter(m -> m.node().equals(here))
                .findFirst()
                .map(own -> new Members(
                        name,
                        LiveTunnels.address(own),
                        cluster.stream().map(LiveTunnels::address).toList()))
                .orElseGet(() -> Members.alone(name, data.root()));
        LoopbackRule rule = new LoopbackRule(new HostCommands(), members.host(), Members.PORT);
        rule.set();
        keep.accept(rule);
        Live live = new HazelcastLive(here, members, clock);
        keep.accept(live);
        Path forGateway = data.liveSocketForGateway();
        keep.accept(LiveServer.listen(
                live,
                forGateway,
                data.hasGatewayUser()
                        ? LiveServer.Clients.readers(DataFolder.GATEWAY_USER)
                        : LiveServer.Clients.ownReaders()));
        data.giveToGateway(forGateway, false);
        for (Service writer : writers) {
            keep.accept(LiveServer.listen(live, data.liveSocket(writer), LiveServer.Clients.own()));
        }
        return live;
    }
}
