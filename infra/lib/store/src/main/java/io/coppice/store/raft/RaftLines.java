package io.coppice.store.raft;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionReplyProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpc;
import org.apache.ratis.server.ServerFactory;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;
import org.apache.ratis.thirdparty.com.google.protobuf.AbstractMessageLite;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.Parser;

/** Ratis' transport: its messages go over the nodes' lines. It opens no port. Public because Ratis makes it by its name. */
public final class RaftLines implements RpcType {
    private static final String ROUTE = "coppice.route";
    private static final long VOTE_MILLIS = 1000;
    private static final long APPEND_MILLIS = 3000;
    private static final long SNAPSHOT_MILLIS = 30_000;

    /**
     * Where one replica's messages go.
     *
     * @param mayVote asked before every call for votes: a member that does not yet know how far it is must not win
     * @param lost told of a follower that lacks what it had acknowledged, while this one leads
     * @param appenders those that append to others, while this one leads
     */
    record Route(Talk talk, BooleanSupplier mayVote, Consumer<String> lost, List<LogAppender> appenders) {
        Route(Talk talk, BooleanSupplier mayVote, Consumer<String> lost) {
            this(talk, mayVote, lost, new CopyOnWriteArrayList<>());
        }

        Parameters parameters() {
            Parameters p = new Parameters();
            p.put(ROUTE, this, Route.class);
            return p;
        }

        /** The last entry that a follower acknowledged to this leader; -1 where it is not followed by that. */
        long acknowledged(String follower) {
            return appenders.stream()
                    .map(LogAppender::getFollower)
                    .filter(f -> f.getId().toString().equals(follower))
                    .mapToLong(FollowerInfo::getMatchIndex)
                    .findFirst()
                    .orElse(-1);
        }

        /** Tells all who have nothing on their way that more is committed, so that they show it at once. */
        void committed() {
            for (LogAppender a : appenders) {
                if (a.isRunning() && !a.hasAppendEntries()) {
                    a.triggerHeartbeat();
                }
            }
        }
    }

    @Override
    public String name() {
        return RaftLines.class.getName();
    }

    @Override
    public ServerFactory newFactory(Parameters parameters) {
        return new Factory(Objects.requireNonNull(parameters.get(ROUTE, Route.class)));
    }

    private record Factory(Route route) implements ServerFactory {
        @Override
        public RpcType getRpcType() {
            return new RaftLines();
        }

        @Override
        public RaftServerRpc newRaftServerRpc(RaftServer server) {
            return new Calls(route, server);
        }

        @Override
        public LogAppender newLogAppender(RaftServer.Division server, LeaderState state, FollowerInfo follower) {
            LogAppender appender = LogAppender.newLogAppenderDefault(server, state, follower);
            route.appenders().removeIf(a -> a.getFollowerId().equals(follower.getId()));
            route.appenders().add(appender);
            return appender;
        }
    }

    /** Calls others; what they call is answered by {@link Answers}. */
    private record Calls(Route route, RaftServer server) implements RaftServerRpc {
        @Override
        public RpcType getRpcType() {
            return new RaftLines();
        }

        @Override
        public void start() {}

        @Override
        public void close() {}

        @Override
        public InetSocketAddress getInetSocketAddress() {
            return InetSocketAddress.createUnresolved("localhost", 0);
        }

        @Override
        public void addRaftPeers(Collection<RaftPeer> peers) {}

        @Override
        public void handleException(RaftPeerId peer, Exception e, boolean reconnect) {}

        @Override
        public RequestVoteReplyProto requestVote(RequestVoteRequestProto request) throws IOException {
            if (!route.mayVote().getAsBoolean()) {
                throw new IOException("this member does not vote yet");
            }
            return call(
                    request.getServerRequest(), Talk.Topic.VOTE, request, VOTE_MILLIS, RequestVoteReplyProto.parser());
        }

        @Override
        public AppendEntriesReplyProto appendEntries(AppendEntriesRequestProto request) throws IOException {
            // An empty one that waits longer would keep the next from telling what is new.
            long millis = request.getEntriesCount() == 0 ? VOTE_MILLIS : APPEND_MILLIS;
            AppendEntriesReplyProto reply = call(
                    request.getServerRequest(),
                    Talk.Topic.APPEND,
                    asOfNow(request),
                    millis,
                    AppendEntriesReplyProto.parser());
            if (reply.getResult() != AppendEntriesReplyProto.AppendResult.INCONSISTENCY) {
                return reply;
            }
            String follower = request.getServerRequest().getReplyId().toStringUtf8();
            if (request.getEntriesCount() == 0) {
                // Ratis answers this by sending from behind what was acknowledged, for ever: as long as there is
                // nothing.
                route.lost().accept(follower);
            }
            return route.acknowledged(follower) < reply.getNextIndex() ? reply : fromWhatIsDecided(reply);
        }

        /**
         * A follower that lacks what it had acknowledged gets all behind what it knows to be decided. Where its log ends
         * with what never was, the next place that it asks for does not fit either, and Ratis would go back to what was
         * acknowledged, for ever.
         */
        private static AppendEntriesReplyProto fromWhatIsDecided(AppendEntriesReplyProto reply) {
            long next = Math.min(reply.getNextIndex(), reply.getFollowerCommit() + 1);
            return reply.toBuilder().setNextIndex(next).build();
        }

        /**
         * Ratis sends a request with entries again and again as it was made, so that to a follower that comes back the first is as
         * old as its absence. What the leader has committed is told as it is now, or that follower would believe that it has it all.
         */
        private AppendEntriesRequestProto asOfNow(AppendEntriesRequestProto request) throws IOException {
            ByteString me = request.getServerRequest().getRequestorId();
            long committed = server.getDivision(Home.GROUP).getRaftLog().getLastCommittedIndex();
            AppendEntriesRequestProto.Builder now = request.toBuilder();
            for (CommitInfoProto.Builder info : now.getCommitInfosBuilderList()) {
                if (info.getServer().getId().equals(me)) {
                    info.setCommitIndex(committed);
                }
            }
            return now.build();
        }

        @Override
        public InstallSnapshotReplyProto installSnapshot(InstallSnapshotRequestProto request) throws IOException {
            return call(
                    request.getServerRequest(),
                    Talk.Topic.SNAPSHOT,
                    request,
                    SNAPSHOT_MILLIS,
                    InstallSnapshotReplyProto.parser());
        }

        @Override
        public StartLeaderElectionReplyProto startLeaderElection(StartLeaderElectionRequestProto request)
                throws IOException {
            return call(
                    request.getServerRequest(),
                    Talk.Topic.ELECT,
                    request,
                    VOTE_MILLIS,
                    StartLeaderElectionReplyProto.parser());
        }

        private <T> T call(
                RaftRpcRequestProto to,
                Talk.Topic topic,
                AbstractMessageLite<?, ?> request,
                long millis,
                Parser<T> parser)
                throws IOException {
            String member = to.getReplyId().toStringUtf8();
            return parser.parseFrom(route.talk().ask(member, topic, request.toByteArray(), millis));
        }
    }
}
