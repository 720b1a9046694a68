package io.coppice.store.raft;

import io.coppice.store.codec.EntryCodec;
import io.coppice.store.codec.Out;
import io.coppice.store.codec.OutcomeCodec;
import io.coppice.store.state.Apply;
import io.coppice.store.state.Entry;
import io.coppice.store.state.NewerLevel;
import io.coppice.store.state.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;

/** Carries entries from the log to apply. Ratis calls it from one thread. */
final class Machine extends BaseStateMachine {
    /** Who hears of it. */
    interface Listener {
        void applied(State state);

        void leaderReady();

        void notLeading();

        /** Nothing more can be written; a restart may help. */
        void failed(Throwable why);

        /** An entry cannot be applied: a restart would meet it again. */
        void halted(Throwable why);
    }

    /** A state and the entry that made it, one atom. */
    record Reached(State state, TermIndex at) {}

    private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
    private final Listener listener;
    private final StoreOptions options;
    private volatile Reached reached = new Reached(State.BLANK, TermIndex.valueOf(0, -1));
    private volatile @Nullable SingleFileSnapshotInfo newest;
    private volatile @Nullable Throwable broken;
    private final AtomicLong bytes = new AtomicLong();
    private final HashWatch hashes = new HashWatch();

    Machine(Listener listener, StoreOptions options) {
        this.listener = listener;
        this.options = options;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage raftStorage) throws IOException {
        super.initialize(server, group, raftStorage);
        // BaseStateMachine leaves its life cycle alone, and a snapshot from a leader then waits for ever.
        getLifeCycle().startAndTransition(() -> {
            SnapshotFiles.sweep(raftStorage.getStorageDir().getStateMachineDir().toPath());
            storage.init(raftStorage);
            load();
        });
    }

    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    @Override
    public void reinitialize() throws IOException {
        getLifeCycle().transition(LifeCycle.State.STARTING);
        SingleFileSnapshotInfo installed = storage.loadLatestSnapshot();
        if (installed != null) {
            // Ratis renamed what the leader sent into its place, synced none of it, and drops the log also where it
            // cannot be read.
            SnapshotFiles.sync(installed.getFile().getPath());
        }
        load();
        getLifeCycle().transition(LifeCycle.State.RUNNING);
    }

    private void load() throws IOException {
        SingleFileSnapshotInfo latest = storage.loadLatestSnapshot();
        if (latest == null) {
            return;
        }
        Path file = latest.getFile().getPath();
        TermIndex at = latest.getTermIndex();
        State state = read(file);
        synchronized (storage) {
            newest = latest;
        }
        reached = new Reached(state, at);
        setLastAppliedTermIndex(at);
        listener.applied(state);
    }

    /** What a leader sent lies where the own one did, and is read again at each start. */
    private State read(Path file) throws IOException {
        try {
            return SnapshotFiles.read(file, options.knows());
        } catch (IOException e) {
            NewerLevel.in(e).ifPresent(listener::halted);
            throw e;
        }
    }

    @Override
    public SimpleStateMachineStorage getStateMachineStorage() {
        return storage;
    }

    @Override
    public TransactionContext startTransaction(RaftClientRequest request) {
        byte[] unstamped = request.getMessage().getContent().toByteArray();
        byte[] entry = EntryCodec.stamp(unstamped, options.clock().millis());
        return TransactionContext.newBuilder()
                .setStateMachine(this)
                .setClientRequest(request)
                .setLogData(UnsafeByteOperations.unsafeWrap(entry))
                .build();
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext context) {
        // Ratis logs a failed apply and goes on with the next entry; this replica must not.
        Throwable already = broken;
        if (already != null) {
            return CompletableFuture.failedFuture(already);
        }
        LogEntryProto entry = context.getLogEntry();
        try {
            ByteString data = entry.getStateMachineLogEntry().getLogData();
            Entry read = EntryCodec.entry(data.toByteArray());
            Apply.Applied applied = Apply.apply(reached.state(), read, options.knows());
            hashes.seen(read, applied.state());
            TermIndex at = TermIndex.valueOf(entry);
            reached = new Reached(applied.state(), at);
            bytes.addAndGet(data.size() + 64L);
            updateLastAppliedTermIndex(at);
            listener.applied(applied.state());
            return CompletableFuture.completedFuture(reply(applied));
        } catch (IOException | RuntimeException | Error e) {
            broken = e;
            listener.halted(NewerLevel.in(e)
                    .<Throwable>map(newer -> newer)
                    .orElseGet(() -> new IOException(
                            "entry " + entry.getIndex() + " of the log cannot be applied: " + e.getMessage(), e)));
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Message reply(Apply.Applied applied) throws IOException {
        if (applied.outcome().isEmpty()) {
            return Message.EMPTY;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutcomeCodec.write(new Out(out), applied.outcome().get());
        return Message.valueOf(UnsafeByteOperations.unsafeWrap(out.toByteArray()));
    }

    /** Ratis asks here where it may cut the log. Writing is {@link #snapshot}'s, so that applying does not wait for it. */
    @Override
    public long takeSnapshot() {
        SingleFileSnapshotInfo latest = newest;
        return latest == null ? -1 : latest.getIndex();
    }

    /** Writes what was reached; false when nothing new was. */
    boolean snapshot() throws IOException {
        Reached now = reached;
        SingleFileSnapshotInfo before = newest;
        if (broken != null
                || now.at().getIndex() < 0
                || before != null && before.getIndex() >= now.at().getIndex()) {
            return false;
        }
        long counted = bytes.get();
        SingleFileSnapshotInfo written = SnapshotFiles.write(storage, now.state(), now.at());
        synchronized (storage) {
            SingleFileSnapshotInfo installed = newest;
            if (installed != before && installed != null && installed.getIndex() >= written.getIndex()) {
                return false;
            }
            newest = written;
            storage.updateLatestSnapshot(written);
        }
        bytes.addAndGet(-counted);
        return true;
    }

    /** Bytes of log since the newest snapshot, roughly. */
    long bytes() {
        return bytes.get();
    }

    /** Entries since the newest snapshot: what a start would have to apply again. */
    long entries() {
        SingleFileSnapshotInfo before = newest;
        return reached.at().getIndex() - (before == null ? -1 : before.getIndex());
    }

    State state() {
        return reached.state();
    }

    HashWatch hashes() {
        return hashes;
    }

    /** Goes on from a state that no log leads to, as a restore does. */
    void adopt(State state) {
        reached = new Reached(state, reached.at());
    }

    /** Ratis does not say when a leader steps down without another one: {@link #notifyNotLeader} does. */
    @Override
    public void notifyLeaderChanged(RaftGroupMemberId me, RaftPeerId leader) {
        if (!me.getPeerId().equals(leader)) {
            listener.notLeading();
        }
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pending) {
        listener.notLeading();
    }

    @Override
    public void notifyLeaderReady() {
        listener.leaderReady();
    }

    @Override
    public void notifyLogFailed(Throwable cause, LogEntryProto entry) {
        listener.failed(new IOException("the log cannot be written: " + cause.getMessage(), cause));
    }
}
