package io.coppice.store.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.NodeName;
import io.coppice.store.StoreLines;
import io.coppice.store.follow.Followers;
import io.coppice.store.state.State;
import io.coppice.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member that does not vote, and asks others who leads. */
class PlaceTest {
    private static final String ME = "pve1-00000001";
    private static final String OTHER = "pve2-00000002";

    @TempDir
    Path dir;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Home home;
    private Place place;

    private final StoreLines lines = new StoreLines() {
        @Override
        public CompletableFuture<byte[]> ask(String member, byte[] message) {
            asked.add(member);
            return CompletableFuture.failedFuture(new IOException(member + " is away"));
        }

        @Override
        public AutoCloseable answer(BiFunction<String, byte[], CompletableFuture<byte[]>> answers) {
            return () -> {};
        }
    };

    /** Nobody leads. */
    private static final class Nobody implements Followers.Leading {
        @Override
        public boolean leads() {
            return false;
        }

        @Override
        public Optional<String> leader() {
            return Optional.empty();
        }

        @Override
        public List<String> voters() {
            return List.of();
        }

        @Override
        public boolean counts(String member) {
            return false;
        }

        @Override
        public State newest() {
            return State.BLANK;
        }
    }

    @BeforeEach
    void joined() throws IOException {
        Path store = dir.resolve("store");
        Home.make(store, ME, List.of(OTHER));
        home = Home.enter(store, new NodeName("pve1"));
        Talk talk = new Talk(lines);
        Disk disk = new Disk(store, 0);
        Keeper keeper = new Keeper(home, Group.usual(), disk, talk, state -> {});
        Seating seating = new Seating(keeper, talk, new Followers(new Nobody()), Group::names, Duration.ofMinutes(1));
        Raising raising = new Raising(keeper, talk, seating, new Proposals(keeper, talk, disk, revision -> true));
        Members members = new Members(keeper, talk, seating, raising, () -> State.BLANK);
        place = new Place(
                keeper, talk, new Place.Told(members, state -> {}, () -> State.BLANK), image -> List.of(), false);
        place.begin(() -> {});
    }

    @Test
    void it_asks_whom_it_knows() throws Exception {
        place.look();
        Eventually.that("it asks the one it knows", () -> asked.contains(OTHER));
        place.close();
        home.close();
    }

    @Test
    void a_look_that_comes_after_the_end_asks_nobody() throws Exception {
        place.close();
        place.look();
        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        assertEquals(List.of(), asked);
        home.close();
    }

    @Test
    void a_home_that_was_left_is_not_written_to() throws Exception {
        place.close();
        Files.delete(home.dir().resolve("joined"));
        home.close();
        String why = String.valueOf(assertThrows(IOException.class, () -> home.remember(List.of(ME, OTHER)))
                .getMessage());
        assertTrue(why.contains("is closed"), why);
        assertFalse(Files.exists(home.dir().resolve("joined")));
    }
}
