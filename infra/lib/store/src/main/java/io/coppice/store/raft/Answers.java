package io.coppice.store.raft;

import io.coppice.store.Outcome;
import io.coppice.store.codec.EntryCodec;
import io.coppice.store.codec.In;
import io.coppice.store.codec.Out;
import io.coppice.store.codec.OutcomeCodec;
import io.coppice.store.follow.Followers;
import io.coppice.store.state.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/** Answers what other members ask. Each question has a thread of its own, so that none waits for another. */
final class Answers {
    private static final long FRESH_MILLIS = 2000;
    private static final long DECIDE_NANOS = TimeUnit.SECONDS.toNanos(8);

    private final Keeper keeper;
    private final Proposals proposals;
    private final Followers followers;
    private final Raising raising;

    Answers(Keeper keeper, Proposals proposals, Followers followers, Raising raising) {
        this.keeper = keeper;
        this.proposals = proposals;
        this.followers = followers;
        this.raising = raising;
    }

    CompletableFuture<byte[]> answer(String member, byte[] question) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("store-answer").start(() -> {
            try {
                Talk.Topic topic = Talk.Topic.of(question.length == 0 ? 0 : question[0]);
                answer.complete(Talk.answer(answer(member, topic, Talk.body(question))));
            } catch (IOException | RuntimeException e) {
                answer.complete(Talk.failure(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                answer.complete(Talk.failure(e));
            } catch (Error e) {
                answer.complete(Talk.failure(e));
                throw e;
            }
        });
        return answer;
    }

    private byte[] answer(String member, Talk.Topic topic, byte[] body) throws IOException, InterruptedException {
        return switch (topic) {
            case VOTE -> {
                Replica r = replica();
                Probation p = keeper.probation();
                RequestVoteRequestProto wanted = RequestVoteRequestProto.parseFrom(body);
                if (p == null || !p.allows(TermIndex.valueOf(wanted.getCandidateLastEntry()))) {
                    throw new IOException("this member does not vote for this candidate now");
                }
                yield r.server().requestVote(wanted).toByteArray();
            }
            case APPEND -> append(member, AppendEntriesRequestProto.parseFrom(body));
            case SNAPSHOT -> {
                Replica now = replica();
                keeper.contact().heard(member);
                yield now.installSnapshot(InstallSnapshotRequestProto.parseFrom(body))
                        .toByteArray();
            }
            case ELECT ->
                replica()
                        .server()
                        .startLeaderElection(StartLeaderElectionRequestProto.parseFrom(body))
                        .toByteArray();
            case DECIDE -> decide(body);
            case FOLLOW -> followers.answer(member, body);
            case OUTCOME -> outcome(body);
            case WHO -> who().bytes();
            case RAISE -> new byte[] {(byte) raising.here()};
            case SEAT -> {
                keeper.seat();
                yield new byte[0];
            }
        };
    }

    private Replica replica() throws IOException {
        Replica now = keeper.replica();
        if (now == null) {
            throw new IOException("this member keeps no log now");
        }
        return now;
    }

    private byte[] append(String member, AppendEntriesRequestProto request) throws IOException {
        AppendEntriesReplyProto reply =
                replica().server().appendEntriesAsync(request).join();
        if (reply.getResult() != AppendEntriesReplyProto.AppendResult.NOT_LEADER) {
            keeper.contact().heard(member);
        }
        Probation p = keeper.probation();
        if (p != null
                && reply.getResult() == AppendEntriesReplyProto.AppendResult.SUCCESS
                && reply.getFollowerCommit() >= committed(request)) {
            p.caughtUp();
        }
        return reply.toByteArray();
    }

    /** By the leader; its commit index in the request itself goes only as far as a follower gets with that request. */
    private static long committed(AppendEntriesRequestProto request) {
        ByteString leader = request.getServerRequest().getRequestorId();
        return request.getCommitInfosList().stream()
                .filter(info -> info.getServer().getId().equals(leader))
                .mapToLong(CommitInfoProto::getCommitIndex)
                .reduce(request.getLeaderCommit(), Math::max);
    }

    private byte[] decide(byte[] body) throws IOException {
        if (!(EntryCodec.entry(body) instanceof Entry.Proposal p)) {
            throw new IOException("no change");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Out out = new Out(bytes);
        Attempt attempt = proposals.here(p, DECIDE_NANOS);
        switch (attempt) {
            case Attempt.Decided d -> {
                out.tag(1);
                OutcomeCodec.write(out, d.outcome());
            }
            case Attempt.NotSent n -> {
                out.tag(2);
                out.text(n.why());
            }
            case Attempt.Lost l -> {
                out.tag(3);
                out.text(l.why());
            }
        }
        return bytes.toByteArray();
    }

    private byte[] outcome(byte[] body) throws IOException {
        UUID id = new In(new ByteArrayInputStream(body)).uuid();
        Optional<Outcome> known = keeper.newest().outcomes().find(id);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Out(bytes).optional(known, OutcomeCodec::write);
        return bytes.toByteArray();
    }

    private Who who() {
        Contact contact = keeper.contact();
        Optional<String> leader = keeper.leads()
                ? Optional.of(keeper.home().member())
                : contact.leader().filter(l -> contact.silence().toMillis() < FRESH_MILLIS);
        Replica r = keeper.replica();
        Optional<Replica.Settled> settled = r == null || !keeper.votes() ? Optional.empty() : r.settled();
        return new Who(
                leader,
                settled.map(Replica.Settled::since).orElse(-1L),
                settled.map(Replica.Settled::voters).orElse(List.of()),
                keeper.knows(),
                r == null ? TermIndex.valueOf(0, -1) : r.last());
    }
}
