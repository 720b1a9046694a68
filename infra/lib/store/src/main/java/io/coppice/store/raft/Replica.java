package io.coppice.store.raft;

import io.coppice.store.codec.EntryCodec;
import io.coppice.store.state.Entry;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/** One running member of the group; closed and made anew after a failure. */
final class Replica implements AutoCloseable {
    private final RaftServer server;
    private final Machine machine;
    private final RaftPeerId peer;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();

    private Replica(RaftServer server, Machine machine, RaftPeerId peer) {
        this.server = server;
        this.machine = machine;
        this.peer = peer;
    }

    static Replica start(Home home, Machine.Listener listener) throws IOException {
        Machine machine = new Machine(listener);
        RaftPeerId id = RaftPeerId.valueOf(home.member());
        RaftServer server = RaftServer.newBuilder()
                .setServerId(id)
                .setGroup(RaftGroup.valueOf(
                        Home.GROUP, RaftPeer.newBuilder().setId(id).build()))
                .setStateMachine(machine)
                .setProperties(Settings.of(home.dir()))
                .setOption(RaftStorage.StartupOption.RECOVER)
                .build();
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return new Replica(server, machine, id);
    }

    Machine machine() {
        return machine;
    }

    CompletableFuture<RaftClientReply> submit(Entry entry) throws IOException {
        return server.submitClientRequestAsync(RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(peer)
                .setGroupId(Home.GROUP)
                .setCallId(calls.incrementAndGet())
                .setType(RaftClientRequest.writeRequestType())
                .setMessage(Message.valueOf(UnsafeByteOperations.unsafeWrap(EntryCodec.bytes(entry))))
                .build());
    }

    /** Writes a snapshot if there is anything new, and lets Ratis cut the log up to it. */
    void snapshot() throws IOException {
        if (machine.snapshot()) {
            server.snapshotManagementAsync(SnapshotManagementRequest.newCreate(
                            client, peer, Home.GROUP, calls.incrementAndGet(), 60_000, 1))
                    .orTimeout(60, java.util.concurrent.TimeUnit.SECONDS)
                    .join();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
