package io.coppice.store.socket;

import static io.coppice.testkit.Eventually.that;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change;
import io.coppice.store.Change.Write;
import io.coppice.store.Image;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.StoreDoorTest;
import io.coppice.store.memory.HandedOn;
import io.coppice.store.watch.Fed;
import io.coppice.store.watch.Feed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door over a socket, and what is the socket's own. */
abstract class RemoteDoorTest extends StoreDoorTest {
    @TempDir
    Path dir;

    private Store behind;
    private StoreServer server;

    abstract Store behind() throws Exception;

    @Override
    protected Store open() throws Exception {
        behind = behind();
        server = StoreServer.listen(behind, socket(), p -> true, EnumSet.allOf(Service.class));
        return RemoteStore.connect(socket(), Duration.ofSeconds(30));
    }

    private Path socket() {
        return dir.resolve("store.sock");
    }

    @AfterEach
    void close_what_is_behind() {
        server.close();
        behind.close();
    }

    @Test
    void the_socket_is_for_its_owner() throws Exception {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())));
    }

    @Test
    void a_mirror_has_the_paths_it_is_named_for() throws Exception {
        done(put("ha/x", "1"));
        done(put("priv/tasks/t", "secret"));
        Path narrow = dir.resolve("narrow.sock");
        try (StoreServer s = StoreServer.listen(behind, narrow, p -> !p.startsWith("priv/"), Set.of(Service.COMPUTE));
                RemoteStore gateway = RemoteStore.connect(narrow)) {
            assertTrue(gateway.image().find("ha/x").isPresent());
            assertTrue(gateway.image().find("priv/tasks/t").isEmpty());
            done(put("priv/tasks/u", "secret"));
            done(put("ha/y", "1"));
            eventually(() -> gateway.image().find("ha/y").isPresent());
            assertEquals(2, gateway.image().below("").size());
            Outcome o = gateway.submit(put("priv/tasks/t", "mine"));
            assertEquals(
                    Outcome.Reason.NOT_YOURS,
                    assertInstanceOf(Outcome.Refused.class, o).reason());
            Outcome asked = gateway.submit(Change.by(Service.COMPUTE, "g")
                    .absent("priv/tasks/t")
                    .put("ha/z", "1")
                    .build());
            assertEquals(
                    Outcome.Reason.NOT_YOURS,
                    assertInstanceOf(Outcome.Refused.class, asked).reason());
            Outcome other = gateway.submit(
                    Change.by(Service.AUTH, "g").put("user.cfg:user:a@pve", "x").build());
            assertEquals(
                    Outcome.Reason.NOT_YOURS,
                    assertInstanceOf(Outcome.Refused.class, other).reason());
        }
    }

    @Test
    void reservations_and_leases_show_in_a_mirror() {
        done(Change.by(Service.COMPUTE, "t").write(new Write.Reserve(100, "t")).build());
        done(Change.by(Service.COMPUTE, "t")
                .write(new Write.Acquire("ha", "t", 60_000))
                .build());
        try (RemoteStore second = RemoteStore.connect(socket())) {
            assertEquals(Optional.of("t"), second.image().reservation(100).map(Image.Reservation::owner));
            assertEquals(Optional.of("t"), second.image().lease("ha").map(Image.Lease::holder));
            done(Change.by(Service.COMPUTE, "t")
                    .write(new Write.Release(100, "t"))
                    .build());
            eventually(() -> second.image().reservation(100).isEmpty());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_change_waits_for_a_server_that_restarts() throws Exception {
        done(put("ha/x", "1"));
        server.close();
        Thread again = Thread.ofVirtual().start(() -> {
            try {
                server = StoreServer.listen(behind, socket(), p -> true, EnumSet.allOf(Service.class));
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        });
        done(put("ha/x", "2"));
        assertEquals("2", store.image().find("ha/x").orElseThrow().text());
        again.join();
    }

    @Test
    void a_change_without_a_server_is_unknown() throws Exception {
        try (RemoteStore hasty = RemoteStore.connect(socket(), Duration.ofSeconds(10), Duration.ofMillis(200))) {
            done(put("ha/x", "1"));
            eventually(() -> hasty.image().find("ha/x").isPresent());
            server.close();
            Change c = put("ha/x", "2");
            UUID id = c.id();
            assertEquals(
                    id, assertInstanceOf(Outcome.Unknown.class, hasty.submit(c)).id());
            assertEquals("1", hasty.image().find("ha/x").orElseThrow().text());
        }
    }

    @Test
    void a_change_that_the_store_does_not_answer_is_sent_once_and_unknown_after_a_while() throws Exception {
        Unanswering silent = new Unanswering(behind);
        Path socket = dir.resolve("silent.sock");
        try (StoreServer listening = StoreServer.listen(silent, socket, p -> true, EnumSet.allOf(Service.class));
                RemoteStore hasty = RemoteStore.connect(socket, Duration.ofSeconds(10), Duration.ofSeconds(2))) {
            Outcome outcome = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> hasty.submit(put("ha/x", "2")));
            assertInstanceOf(Outcome.Unknown.class, outcome);
            that("it has heard of it", () -> silent.asked.get() > 0);
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos()); // longer than the way of another
            assertEquals(1, silent.asked.get());
        } finally {
            silent.over.countDown();
        }
    }

    /** A store that takes changes and says nothing. */
    private static final class Unanswering extends HandedOn implements Fed {
        private final Fed of;
        private final AtomicInteger asked = new AtomicInteger();
        private final CountDownLatch over = new CountDownLatch(1);

        Unanswering(Store of) {
            super(of);
            this.of = (Fed) of;
        }

        @Override
        public Outcome submit(Change change) {
            asked.incrementAndGet();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Outcome.Unknown(change.id(), "it said nothing");
        }

        @Override
        public Watch feed(Feed.Reader reader) {
            return of.feed(reader);
        }

        @Override
        public void close() {}
    }

    @Test
    void a_mirror_of_a_large_store_comes_in_parts() throws Exception {
        String text = "y".repeat(900_000);
        for (int i = 0; i < 10; i++) {
            done(put("ha/" + i, text));
        }
        try (RemoteStore second = RemoteStore.connect(socket())) {
            assertEquals(store.image().below(""), second.image().below(""));
            Change.Builder all = Change.by(Service.COMPUTE, "root@pam");
            for (int i = 0; i < 10; i++) {
                all.delete("ha/" + i);
            }
            done(all.build());
            eventually(() -> second.image().below("").isEmpty());
        }
    }

    private static void eventually(BooleanSupplier that) {
        long until = System.nanoTime() + 60_000_000_000L;
        while (!that.getAsBoolean()) {
            assertTrue(System.nanoTime() < until, "not so after a minute");
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }
}
