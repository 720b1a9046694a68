package io.coppice.store.raft;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.store.Membership.Role;
import io.coppice.store.StoreLines;
import io.coppice.testkit.linear.Cell;
import io.coppice.testkit.linear.Held;
import io.coppice.testkit.linear.Linearizable;
import io.coppice.testkit.linear.Linearizable.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcReplyProto;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients and faults side by side, from a seed that is printed; then whether what the clients were told could have been.
 * {@code -Dcoppice.minutes=10} for a longer run, {@code -Dcoppice.seed=N} for the same faults again.
 */
class FaultTest {
    private static final double MINUTES = Double.parseDouble(System.getProperty("coppice.minutes", "0.3"));
    private static final long SEED = Long.getLong("coppice.seed", System.nanoTime());
    private static final int CLIENTS = 6;

    /** Answers without which a run has shown nothing. */
    private static final int ENOUGH = 100;

    @TempDir
    Path dir;

    private FaultClient.Told told = new FaultClient.Told();
    private List<String> story = List.of();
    private long seed = SEED;

    private void run(Group group, List<String> nodes, BooleanSupplier over, Optional<Path> copies)
            throws InterruptedException {
        System.out.println("faults of seed " + seed);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            FaultClient client = new FaultClient(group, told, seed + i, "c" + i);
            threads.add(Thread.ofVirtual().start(() -> client.run(over)));
        }
        Faults faults = new Faults(group, nodes, seed, copies);
        story = faults.story;
        faults.run(over);
        for (Thread t : threads) {
            t.join();
        }
    }

    private static BooleanSupplier after(double minutes) {
        long until = System.nanoTime() + (long) (minutes * TimeUnit.MINUTES.toNanos(1));
        return () -> System.nanoTime() - until > 0;
    }

    /** The same, but where a machine is busy with other things not before enough has happened, two minutes more at most. */
    private BooleanSupplier afterEnough(double minutes) {
        BooleanSupplier over = after(minutes);
        BooleanSupplier atLast = after(minutes + 2);
        return () -> over.getAsBoolean() && (told.answered.get() > ENOUGH || atLast.getAsBoolean());
    }

    /**
     * What cannot have been; empty where all can.
     *
     * @throws AssertionError where a history was too much to tell, and of no other it is known that it cannot have been
     */
    private Optional<String> wrong() {
        List<String> givenUp = new ArrayList<>();
        for (var of : told.operations.entrySet()) {
            switch (Linearizable.check(new Cell(), of.getValue())) {
                case Verdict.Yes yes -> {}
                case Verdict.No no -> {
                    return Optional.of(of.getKey() + ": " + no + " of " + of.getValue());
                }
                case Verdict.TooMuch tooMuch -> givenUp.add(of.getKey() + ": " + tooMuch + " of " + of.getValue());
            }
        }
        Optional<String> held = Held.twoAtATime(told.held);
        assertTrue(
                held.isPresent() || givenUp.isEmpty(),
                () -> "seed " + SEED + ", nobody knows whether these could have been:\n" + String.join("\n", givenUp));
        return held;
    }

    @Test
    void whatever_befalls_it_clients_are_told_what_can_be_and_all_members_end_up_the_same() throws Exception {
        List<String> nodes = List.of("a", "b", "c", "d");
        // The fourth follows, until it takes the place of a voter that was away for too long.
        StoreOptions options = Group.usual().withDeadAfter(Duration.ofSeconds(4));
        try (Group group = Group.of(dir, options, 4)) {
            run(group, nodes, afterEnough(MINUTES), Optional.of(Files.createDirectories(dir.resolve("copies"))));
            Optional<String> wrong = wrong();
            assertTrue(wrong.isEmpty(), () -> "seed " + SEED + ": " + wrong.get() + "\n" + String.join("\n", story));
            Group.done(group.store(group.leader()).submit(Group.change("ha/end", "1")));
            group.awaitEqual();
            List<String> voting = nodes.stream()
                    .filter(n -> group.membership(n).role() != Role.FOLLOWS)
                    .toList();
            assertOneState(group, voting);
            assertTrue(voting.size() >= 2, () -> "only these vote: " + voting);
        }
        System.out.println(told.answered + " answered, " + told.unknown + " unknown, " + told.refused
                + " refused for want of a leader, " + told.held.size() + " leases, " + story.size() + " faults");
        assertTrue(told.answered.get() > ENOUGH, "too little happened: " + told.answered);
    }

    /**
     * Leases still end by themselves, and reach one member after the other: so all are looked at again. What once differed
     * stays so, for epochs and outcomes of all that ever was applied are part of the state.
     */
    private static void assertOneState(Group group, List<String> voting) {
        Group.await("the same state of all who vote, seed " + SEED, () -> {
            long states = voting.stream()
                    .map(n -> HashWatch.hash(((RaftStore) group.store(n)).state()))
                    .distinct()
                    .count();
            return states == 1;
        });
    }

    @Test
    void a_store_that_answers_before_a_quorum_has_it_is_found_out() throws Exception {
        List<String> nodes = List.of("a", "b", "c");
        BooleanSupplier late = after(4);
        boolean found = false;
        for (int round = 0; !found && !late.getAsBoolean(); round++) {
            // A group that went wrong hardly answers any more, and a fresh one goes wrong anew.
            told = new FaultClient.Told();
            Hasty hasty = new Hasty();
            try (Group group = new Group(dir.resolve("group" + round), Group.usual(), hasty)) {
                group.found("a");
                group.grow("b");
                group.grow("c");
                group.awaitVoters(3);
                hasty.now = true;
                // it goes on by itself, and so do the others
                group.cutOff(group.leader());
                run(group, nodes, after(0.15), Optional.empty());
                seed++;
                found = wrong().isPresent();
                hasty.now = false;
            }
            System.out.println("round " + round + ": " + (found ? "found" : "nothing found") + " of " + told.answered);
        }
        assertTrue(found, "seed " + SEED + ": nothing was found");
    }

    /** A leader's lines that say at once that a follower has on its disk what is only on its way there. */
    private static final class Hasty implements UnaryOperator<StoreLines> {
        volatile boolean now;

        @Override
        public StoreLines apply(StoreLines lines) {
            return new StoreLines() {
                @Override
                public CompletableFuture<byte[]> ask(String member, byte[] message) {
                    CompletableFuture<byte[]> answer = lines.ask(member, message);
                    return now && message[0] == 2 ? CompletableFuture.completedFuture(forged(message)) : answer;
                }

                @Override
                public AutoCloseable answer(BiFunction<String, byte[], CompletableFuture<byte[]>> answers) {
                    return lines.answer(answers);
                }
            };
        }

        private static byte[] forged(byte[] message) {
            try {
                AppendEntriesRequestProto asked = AppendEntriesRequestProto.parseFrom(Talk.body(message));
                int entries = asked.getEntriesCount();
                long last = entries > 0
                        ? asked.getEntries(entries - 1).getIndex()
                        : asked.getPreviousLog().getIndex();
                return Talk.answer(AppendEntriesReplyProto.newBuilder()
                        .setServerReply(RaftRpcReplyProto.newBuilder()
                                .setRequestorId(asked.getServerRequest().getRequestorId())
                                .setReplyId(asked.getServerRequest().getReplyId())
                                .setRaftGroupId(asked.getServerRequest().getRaftGroupId())
                                .setCallId(asked.getServerRequest().getCallId())
                                .setSuccess(true))
                        .setTerm(asked.getLeaderTerm())
                        .setNextIndex(last + 1)
                        .setMatchIndex(entries > 0 ? last : -1)
                        .setResult(AppendEntriesReplyProto.AppendResult.SUCCESS)
                        .setFollowerCommit(asked.getLeaderCommit())
                        .setIsHearbeat(entries == 0)
                        .build()
                        .toByteArray());
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
