package io.coppice.store.raft;

import io.coppice.store.codec.EntryCodec;
import io.coppice.store.state.Entry;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running member of the group; closed and made anew after a failure. */
final class Replica implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);
    private static final long HAND_OVER_MILLIS = 1500;
    private static final int HAND_OVER_TRIES = 2;

    private final RaftServer server;
    private final RaftServer.Division division;
    private final Machine machine;
    private final RaftPeerId peer;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();
    private final ReentrantLock installing = new ReentrantLock();

    private Replica(RaftServer server, RaftServer.Division division, Machine machine, RaftPeerId peer) {
        this.server = server;
        this.division = division;
        this.machine = machine;
        this.peer = peer;
    }

    /**
     * @param alone whether an empty log is that of a new group of this one; else who votes is what the disk says, and
     *     nobody where it says nothing, until a leader does
     */
    static Replica start(Home home, boolean alone, RaftLines.Route route, Machine machine) throws IOException {
        RaftPeerId id = RaftPeerId.valueOf(home.member());
        RaftServer server = RaftServer.newBuilder()
                .setServerId(id)
                .setGroup(alone ? RaftGroup.valueOf(Home.GROUP, peer(home.member())) : RaftGroup.valueOf(Home.GROUP))
                .setStateMachine(machine)
                .setProperties(Settings.of(home.dir(), alone))
                .setParameters(route.parameters())
                .setOption(RaftStorage.StartupOption.RECOVER)
                .build();
        try {
            server.start();
            return new Replica(server, server.getDivision(Home.GROUP), machine, id);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static RaftPeer peer(String member) {
        return RaftPeer.newBuilder().setId(member).build();
    }

    Machine machine() {
        return machine;
    }

    RaftServer server() {
        return server;
    }

    /** Who votes, as this one's log has it; none while it has none. */
    List<String> voters() {
        return division.getRaftConf().getCurrentPeers().stream()
                .map(p -> p.getId().toString())
                .toList();
    }

    /** Who votes, and who did until that is settled: changes need them as long. */
    List<String> needed() {
        return Stream.concat(
                        division.getRaftConf().getCurrentPeers().stream(),
                        division.getRaftConf().getPreviousPeers().stream())
                .map(p -> p.getId().toString())
                .distinct()
                .toList();
    }

    /** The last entry of its log, which need not be committed. */
    TermIndex last() {
        return Stream.of(
                        Optional.ofNullable(division.getRaftLog().getLastEntryTermIndex()),
                        Optional.ofNullable(machine.getLastAppliedTermIndex()))
                .flatMap(Optional::stream)
                .max(TermIndex::compareTo)
                .orElse(TermIndex.valueOf(0, -1));
    }

    /** Whether all is applied that is known to be committed. */
    boolean appliedAll() {
        return machine.getLastAppliedTermIndex().getIndex()
                >= division.getRaftLog().getLastCommittedIndex();
    }

    boolean running() {
        return division.getInfo().isAlive();
    }

    /** Whether it leads, and has applied all that was committed before it did. */
    boolean leads() {
        return division.getInfo().isLeader() && division.getInfo().isLeaderReady();
    }

    /** The entry that says who votes; -1 while there is none. */
    long votersSince() {
        return division.getRaftConf().getLogEntryIndex();
    }

    /** The term of that entry; of one that is in a snapshot alone, which is settled, the highest number. */
    long votersTerm() {
        TermIndex entry = division.getRaftLog().getTermIndex(votersSince());
        return entry == null ? Long.MAX_VALUE : entry.getTerm();
    }

    /** Whether who votes is settled, and will not be undone by another leader. */
    boolean votersCommitted() {
        return division.getRaftConf().getPreviousPeers().isEmpty()
                && division.getRaftLog().getLastCommittedIndex() >= votersSince();
    }

    /**
     * Who votes.
     *
     * @param since the entry that says so
     */
    record Settled(long since, List<String> voters) {}

    /**
     * Who votes where that is settled; empty too while a part of a snapshot is taken. With each of them Ratis takes out the
     * configurations that it has, and puts in that of the snapshot: in between it shows an older one, or nobody.
     */
    Optional<Settled> settled() {
        if (!installing.tryLock()) {
            return Optional.empty();
        }
        try {
            RaftConfiguration now = division.getRaftConf();
            boolean settled = now.getPreviousPeers().isEmpty()
                    && !now.getCurrentPeers().isEmpty()
                    && division.getRaftLog().getLastCommittedIndex() >= now.getLogEntryIndex();
            return settled
                    ? Optional.of(new Settled(
                            now.getLogEntryIndex(),
                            now.getCurrentPeers().stream()
                                    .map(p -> p.getId().toString())
                                    .toList()))
                    : Optional.empty();
        } finally {
            installing.unlock();
        }
    }

    /** Whether it is settled that others vote, and this one does not. */
    boolean votesNoMore() {
        return settled().filter(s -> !s.voters().contains(peer.toString())).isPresent();
    }

    InstallSnapshotReplyProto installSnapshot(InstallSnapshotRequestProto part) throws IOException {
        installing.lock();
        try {
            return server.installSnapshot(part);
        } finally {
            installing.unlock();
        }
    }

    /** For how long the leader has heard nothing of each voter, in milliseconds; empty at others. */
    Map<String, Long> silentMillis() {
        RoleInfoProto role = division.getInfo().getRoleInfoProto();
        Map<String, Long> silent = new HashMap<>();
        for (ServerRpcProto f : role.getLeaderInfo().getFollowerInfoList()) {
            silent.put(f.getId().getId().toStringUtf8(), f.getLastRpcElapsedTimeMs());
        }
        return silent;
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

    /** Makes these the voters, if those still vote that were looked at; the leader's alone. */
    CompletableFuture<RaftClientReply> setVoters(List<String> now, List<String> next) throws IOException {
        return server.setConfigurationAsync(new SetConfigurationRequest(
                client,
                peer,
                Home.GROUP,
                calls.incrementAndGet(),
                SetConfigurationRequest.Arguments.newBuilder()
                        .setServersInNewConf(next.stream().map(Replica::peer).toList())
                        .setServersInCurrentConf(now.stream().map(Replica::peer).toList())
                        .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                        .build()));
    }

    /** Writes a snapshot if there is anything new, and lets Ratis cut the log up to it. */
    void snapshot() throws IOException {
        if (machine.snapshot()) {
            server.snapshotManagementAsync(SnapshotManagementRequest.newCreate(
                            client, peer, Home.GROUP, calls.incrementAndGet(), 60_000, 1))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        }
    }

    /**
     * Gives the lead to another voter, if this one has it: an end that is wanted is no pause then.
     *
     * @return whether another one took it
     */
    boolean handOver() {
        boolean taken = false;
        for (int i = 0; i < HAND_OVER_TRIES && !taken && leads(); i++) {
            taken = handOverOnce();
        }
        return taken;
    }

    /** To one that was heard of just now. */
    private boolean handOverOnce() {
        Optional<String> next = silentMillis().entrySet().stream()
                .filter(e -> e.getValue() < 1000 && voters().contains(e.getKey()))
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
        if (next.isEmpty()) {
            return false;
        }
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HAND_OVER_MILLIS);
        while (!votersCommitted() && System.nanoTime() < until) {
            // it would be refused while a change of who votes is on its way
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        try {
            RaftPeerId to = RaftPeerId.valueOf(next.get());
            return server.transferLeadershipAsync(new TransferLeadershipRequest(
                            client, peer, Home.GROUP, calls.incrementAndGet(), to, HAND_OVER_MILLIS))
                    .orTimeout(2 * HAND_OVER_MILLIS, TimeUnit.MILLISECONDS)
                    .join()
                    .isSuccess();
        } catch (IOException | CompletionException e) {
            LOG.debug("the lead was not handed over: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
