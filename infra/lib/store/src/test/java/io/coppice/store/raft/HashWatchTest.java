package io.coppice.store.raft;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.store.Change;
import io.coppice.store.codec.EntryCodec;
import io.coppice.store.state.Apply;
import io.coppice.store.state.Entry;
import io.coppice.store.state.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashWatchTest {
    private static final Entry.Mark MARK = new Entry.Mark(new UUID(7, 7));

    @TempDir
    Path dir;

    private static State with(String text) {
        State founded =
                Apply.apply(State.BLANK, new Entry.Founding(new UUID(1, 2))).state();
        Change change = new Change(
                new UUID(3, 4),
                Service.COMPUTE,
                "root@pam",
                java.util.List.of(),
                java.util.List.of(
                        new Change.Write.Put("ha/x", text.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        return Apply.apply(founded, new Entry.Proposal(1, change)).state();
    }

    private static Entry.HashOfMarked said(State leaders) {
        HashWatch leader = new HashWatch();
        leader.seen(MARK, leaders);
        return Objects.requireNonNull(leader.of(MARK.mark()));
    }

    @Test
    void a_replica_with_the_leaders_state_goes_on_and_one_with_another_does_not() throws IOException {
        Entry said = EntryCodec.entry(EntryCodec.bytes(said(with("a"))));
        HashWatch same = new HashWatch();
        same.seen(MARK, with("a"));
        assertDoesNotThrow(() -> same.seen(said, with("later")));
        HashWatch other = new HashWatch();
        other.seen(MARK, with("b"));
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> other.seen(said, with("a")));
        assertTrue(e.getMessage().contains("is not the leader's"), e.getMessage());
        assertNotEquals(HashWatch.hash(with("a")), HashWatch.hash(with("b")));
    }

    @Test
    void what_was_not_marked_here_or_is_counted_in_another_form_is_passed_over() {
        HashWatch late = new HashWatch();
        assertDoesNotThrow(() -> late.seen(said(with("a")), with("b")));
        HashWatch newer = new HashWatch();
        newer.seen(MARK, with("b"));
        assertDoesNotThrow(() -> newer.seen(new Entry.HashOfMarked(MARK.mark(), 99, "00"), with("b")));
    }

    @Test
    void a_store_of_one_compares_with_itself_and_again_when_it_reads_its_log() throws Exception {
        for (int i = 0; i < 2; i++) {
            Home home = Home.enter(dir.resolve("store"), new NodeName("pve1"));
            Keeper keeper = new Keeper(home, StoreOptions.usual(), new Disk(home.dir(), 0), s -> {});
            keeper.start(Duration.ofSeconds(30));
            Replica replica = Objects.requireNonNull(keeper.replica());
            replica.submit(new Entry.LevelRaise(Apply.LEVEL)).get();
            long before = replica.last().getIndex();
            keeper.compareHashes();
            assertTrue(replica.last().getIndex() >= before + 2, "a mark and its hash");
            assertEquals("the store is closed", keeper.trouble());
            keeper.close();
        }
    }

    @Test
    void a_replica_that_differs_halts_loudly_and_does_so_again_at_the_next_start() throws Exception {
        Home home = Home.enter(dir.resolve("store"), new NodeName("pve1"));
        Keeper keeper = new Keeper(home, StoreOptions.usual(), new Disk(home.dir(), 0), s -> {});
        keeper.start(Duration.ofSeconds(30));
        Replica replica = Objects.requireNonNull(keeper.replica());
        replica.submit(MARK).get();
        Entry.HashOfMarked wrong =
                new Entry.HashOfMarked(MARK.mark(), said(with("a")).form(), "00".repeat(32));
        assertTrue(!replica.submit(wrong).get().isSuccess());
        assertTrue(keeper.trouble().contains("is not the leader's"), keeper.trouble());
        keeper.close();
        IOException e = assertThrows(IOException.class, () -> Stores.open(dir.resolve("store"), new NodeName("pve1")));
        assertTrue(e.getMessage().contains("is not the leader's"), e.getMessage());
    }
}
