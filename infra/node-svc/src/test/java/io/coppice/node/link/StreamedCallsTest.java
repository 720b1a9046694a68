package io.coppice.node.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.access.Identity;
import io.coppice.contract.endpoint.Streamed;
import io.coppice.contract.failure.Refused;
import io.coppice.documents.member.ClusterMember;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls of services that bring bytes along. */
@Timeout(240)
class StreamedCallsTest {
    private final AtomicBoolean silent = new AtomicBoolean();
    private LinkedNode one;
    private LinkedNode two;

    @BeforeEach
    void two(@TempDir Path folder) throws Exception {
        one = new LinkedNode("pve1", Files.createDirectories(folder.resolve("pve1")));
        two = new LinkedNode("pve2", Files.createDirectories(folder.resolve("pve2")), (peer, request) -> {
            if (!silent.get()) {
                Links.beats().serve(peer, request);
            }
        });
        List<ClusterMember> peers = List.of(one.peer(), two.peer());
        one.roster.set(peers);
        two.roster.set(peers);
        Eventually.that("they reach each other", () -> one.reaches(two) && two.reaches(one));
    }

    @AfterEach
    void close() {
        two.close();
        one.close();
    }

    /** So many bytes, none of them kept; tells how many were read. */
    private static final class Much extends InputStream {
        private final AtomicLong given = new AtomicLong();
        private final CRC32 sum = new CRC32();
        private final long length;
        private final boolean breaks;

        Much(long length, boolean breaks) {
            this.length = length;
            this.breaks = breaks;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] into, int offset, int most) throws IOException {
            long at = given.get();
            if (at == length) {
                if (breaks) {
                    throw new IOException("the disk is broken");
                }
                return -1;
            }
            int taken = (int) Math.min(most, length - at);
            Arrays.fill(into, offset, offset + taken, (byte) (at >> 16));
            sum.update(into, offset, taken);
            given.addAndGet(taken);
            return taken;
        }
    }

    private LinkedNode.Said take(String text, InputStream bytes) {
        return Objects.requireNonNull(one.services()
                .on(two.name)
                .call(LinkedNode.TAKE, new LinkedNode.Take(text, new Streamed(bytes)), itself()));
    }

    @Test
    void bytes_are_read_as_they_are_taken_on_the_other_node_and_nobody_keeps_them_on_the_way() throws Exception {
        Much much = new Much(200L << 20, false);
        CompletableFuture<LinkedNode.Said> answered = CompletableFuture.supplyAsync(() -> take("yes", much));
        assertTrue(two.begun.await(10, TimeUnit.SECONDS));
        LockSupport.parkNanos(500_000_000);
        assertTrue(much.given.get() < 32 << 20, "read while nobody took them: " + much.given);
        two.letGo.countDown();
        LinkedNode.Said said = answered.get(60, TimeUnit.SECONDS);
        assertEquals(new LinkedNode.Said("pve2", "" + much.sum.getValue(), "Vouched[name=system:storage@pve1]"), said);
        try (Stream<Path> spooled = Files.list(two.dir.resolve("spool"))) {
            assertEquals(0, spooled.count());
        }
    }

    @Test
    void who_takes_no_bytes_says_why() {
        Refused refused = assertThrows(Refused.class, () -> take("no", new Much(5 << 20, false)));
        assertEquals("it is not taken", refused.failure().text());
    }

    @Test
    void a_call_after_bytes_that_were_not_taken_is_answered() throws Exception {
        for (int i = 0; i < 8; i++) {
            refuse("no", 5 << 20);
            assertEquals("hello", next());
        }
    }

    @Test
    void a_call_after_bytes_whose_link_broke_ends_soon_and_later_ones_are_answered() throws Exception {
        silent.set(true);
        refuse("yes", 2_000L << 20);
        CompletableFuture<Object> soon = CompletableFuture.supplyAsync(() -> {
            try {
                return next();
            } catch (Refused e) {
                return e;
            }
        });
        soon.get(15, TimeUnit.SECONDS);
        silent.set(false);
        Eventually.that("they reach each other", () -> one.reaches(two) && two.reaches(one));
        assertEquals("hello", next());
    }

    private static Caller itself() {
        return new Caller(new Identity.Internal("system:storage@pve1"), (p, v) -> true, new Credential.None(), "");
    }

    /** Sends bytes that are not all taken. */
    private void refuse(String text, long length) {
        assertThrows(Refused.class, () -> take(text, new Much(length, false)));
    }

    private String next() {
        LinkedNode.Say hello = new LinkedNode.Say("hello");
        return Objects.requireNonNull(one.services().on(two.name).call(LinkedNode.SAY, hello, itself()))
                .text();
    }

    @Test
    void who_takes_bytes_hears_that_they_end_too_soon() throws Exception {
        two.letGo.countDown();
        assertThrows(UncheckedIOException.class, () -> take("yes", new Much(5 << 20, true)));
        assertTrue(two.broken.await(10, TimeUnit.SECONDS));
    }

    @Test
    void bytes_for_a_node_that_goes_away_are_not_sent_for_ever() throws Exception {
        CompletableFuture<LinkedNode.Said> answered =
                CompletableFuture.supplyAsync(() -> take("yes", new Much(200L << 20, false)));
        assertTrue(two.begun.await(10, TimeUnit.SECONDS));
        silent.set(true);
        Exception away = assertThrows(ExecutionException.class, () -> answered.get(30, TimeUnit.SECONDS));
        assertEquals(
                595,
                ((Refused) Objects.requireNonNull(away.getCause())).failure().status());
    }
}
