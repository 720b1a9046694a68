package io.coppice.node.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.event.GuestEvents;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventLogs;
import io.coppice.servicekit.event.Happening;
import io.coppice.servicekit.event.MergedLogs;
import io.coppice.servicekit.event.Outbox;
import io.coppice.store.Change;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seen.RevisionGate;
import io.coppice.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class OtherLogsTest {
    private static final NodeName ONE = new NodeName("pve1");
    private static final NodeName TWO = new NodeName("pve2");

    @TempDir
    Path dir;

    private final AtomicBoolean cut = new AtomicBoolean();
    private final Store truth = MemoryStore.steady();
    private final UUID incarnation = truth.image().revision().incarnation();
    private final RevisionGate seen = new RevisionGate(truth);
    private final AtomicLong atFirst = new AtomicLong();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Outbox atOne;
    private Outbox atTwo;
    private EventLogs ofTwo;
    private LogsDoor door;
    private OtherLogs others;

    @BeforeEach
    void two() throws Exception {
        EventLogs ofOne = new EventLogs(dir.resolve("one"));
        atOne = outbox("one", ONE, InstantSource.system());
        atOne.onEvent(ofOne::wake);
        door = new LogsDoor(
                ofOne, () -> new Revision(incarnation, atFirst.get()).toString(), new EventCursor(Map.of()));
        atTwo = outbox("two", TWO, InstantSource.system());
        follow();
    }

    private Outbox outbox(String folder, NodeName node, InstantSource clock) throws IOException {
        Outbox outbox = new Outbox(dir.resolve(folder).resolve("compute"), "compute", node, clock);
        open.add(outbox);
        return outbox;
    }

    private void follow() {
        ofTwo = new EventLogs(dir.resolve("two")).with(dir.resolve("two-of-others"));
        OtherLogs.Asks asks = new OtherLogs.Asks() {
            @Override
            public String ask(NodeName node, String question) throws IOException, InterruptedException {
                if (cut.get()) {
                    throw new IOException("out of reach");
                }
                return door.answer(question);
            }

            @Override
            public Iterable<NodeName> all() {
                return Set.of(ONE);
            }
        };
        others = new OtherLogs(asks, dir.resolve("two-of-others"), seen, ofTwo::wake, InstantSource.system());
        others.reconcile();
    }

    @AfterEach
    void close() throws Exception {
        others.close();
        for (AutoCloseable one : open) {
            one.close();
        }
        seen.close();
        truth.close();
    }

    private static void started(Outbox outbox, NodeName node, int vmid) {
        outbox.happened(
                Happening.of(GuestEvents.STARTED, new GuestEvents.Guest(new Vmid(vmid), node, "qemu"), "root@pam"));
    }

    private List<String> subjects(EventCursor from) throws IOException {
        return new MergedLogs(ofTwo)
                .read(from, 1_000).lines().stream().map(l -> l.text("subject")).toList();
    }

    private EventCursor first() throws IOException {
        return new MergedLogs(ofTwo).first();
    }

    private boolean tells(int events) {
        try {
            return subjects(first()).size() == events;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void a_cursor_of_one_node_goes_on_at_another_over_a_cut_and_a_restart() throws Exception {
        started(atOne, ONE, 100);
        started(atTwo, TWO, 200);
        Eventually.that("pve2 tells of both", () -> tells(2));
        EventCursor atEnd = new MergedLogs(new EventLogs(dir.resolve("one"))).end();
        cut.set(true);
        started(atOne, ONE, 101);
        others.close();
        started(atOne, ONE, 102);
        cut.set(false);
        follow();
        Eventually.that("pve2 has caught up", () -> tells(4));
        MergedLogs.Found resumed = new MergedLogs(ofTwo).resume(atEnd);
        assertFalse(resumed.expired());
        assertEquals(
                List.of("guest/101", "guest/102"),
                subjects(resumed.next()).stream()
                        .filter(s -> !s.equals("guest/200"))
                        .toList());
    }

    @Test
    void what_happened_at_a_revision_is_told_when_this_node_has_seen_it() throws Exception {
        atFirst.set(truth.image().revision().number() + 1);
        started(atOne, ONE, 100);
        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        assertTrue(tells(0), "what pve2 does not know of the truth decides who may see it");
        truth.submit(Change.by(Service.NODE, "root@pam")
                .put("datacenter.cfg", "x: y\n")
                .build());
        Eventually.that("pve2 tells it", () -> tells(1));
    }

    @Test
    void what_a_node_told_before_it_joined_is_no_news_and_a_log_that_was_cut_short_begins_anew() throws Exception {
        others.close();
        EventLogs of = new EventLogs(dir.resolve("three"));
        Outbox old = outbox("three", ONE, InstantSource.system());
        started(old, ONE, 100);
        EventCursor joined = JoinMark.of(dir.resolve("joined"), of, incarnation);
        LogsDoor three = new LogsDoor(of, () -> new Revision(incarnation, 0).toString(), joined);
        try (LogCopies copies = new LogCopies(dir.resolve("copies"), ONE, InstantSource.system())) {
            others.take(copies, three.answer(""));
            assertEquals("2", copies.next().toString().split(":")[1]);
            started(old, ONE, 101);
            assertEquals(joined, JoinMark.of(dir.resolve("joined"), of, incarnation));
            others.take(copies, three.answer(copies.next().toString()));
            assertEquals("3", copies.next().toString().split(":")[1]);
            String log = copies.next().toString().split(":")[0];
            others.take(copies, "log\t" + log + "\t9\nline\t" + log + "\t9\t{}\n");
            assertEquals(log + ":10", copies.next().toString());
        }
        EventLogs read = new EventLogs(dir.resolve("none")).with(dir.resolve("copies"));
        assertEquals(9, read.all().values().iterator().next().first());
    }

    /** Its copies have one writer, also while that one takes its time to end. */
    @Test
    void a_node_that_is_back_before_its_follower_has_ended_is_followed_once() throws Exception {
        others.close();
        AtomicBoolean belongs = new AtomicBoolean(true);
        AtomicInteger asking = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        OtherLogs.Asks asks = new OtherLogs.Asks() {
            @Override
            public String ask(NodeName node, String question) {
                asking.incrementAndGet();
                boolean interrupted = false;
                while (go.getCount() > 0) {
                    LockSupport.parkNanos(1_000_000);
                    interrupted |= Thread.interrupted();
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return "";
            }

            @Override
            public Iterable<NodeName> all() {
                return belongs.get() ? Set.of(ONE) : Set.of();
            }
        };
        try (OtherLogs slow = new OtherLogs(asks, dir.resolve("slow"), seen, () -> {}, InstantSource.system())) {
            slow.reconcile();
            Eventually.that("it is followed", () -> asking.get() == 1);
            belongs.set(false);
            slow.reconcile();
            belongs.set(true);
            slow.reconcile();
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            assertEquals(1, asking.get());
            go.countDown();
            Eventually.that("it is followed again", () -> {
                slow.reconcile();
                return asking.get() > 1;
            });
        }
    }
}
