package io.coppice.servicekit.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.event.EventType;
import io.coppice.contract.event.GuestEvents;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.reconcile.ReconcilerLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventNudgesTest {
    private static final NodeName HERE = new NodeName("pve1");

    @TempDir
    Path folder;

    private final LinkedBlockingQueue<String> passes = new LinkedBlockingQueue<>();

    private Outbox outbox(EventLogs logs) throws IOException {
        Outbox outbox = new Outbox(folder.resolve("compute"), "compute", HERE, InstantSource.system());
        outbox.onEvent(logs::wake);
        return outbox;
    }

    private static Happening<?> guest(EventType<GuestEvents.Guest> type) {
        return Happening.of(type, new GuestEvents.Guest(new Vmid(100), HERE, "qemu"), "root@pam");
    }

    private EventNudges nudges(EventLogs logs, Runnable nudge) throws IOException {
        return new EventNudges("test", logs, Set.of(GuestEvents.DESTROYED), nudge);
    }

    private boolean nudged() throws InterruptedException {
        return passes.poll(60, TimeUnit.SECONDS) != null;
    }

    @Test
    void a_loop_that_is_not_due_for_long_makes_a_pass_when_it_happens() throws Exception {
        EventLogs logs = new EventLogs(folder);
        try (Outbox outbox = outbox(logs);
                ReconcilerLoop loop =
                        new ReconcilerLoop("test", () -> passes.add("pass"), Duration.ofHours(1), new Random(1));
                EventNudges nudges = nudges(logs, loop::nudge)) {
            assertTrue(nudged(), "the first pass comes at once");
            outbox.happened(guest(GuestEvents.DESTROYED));
            assertTrue(nudged());
        }
    }

    @Test
    void what_happened_before_and_what_nobody_asked_for_nudges_nobody() throws Exception {
        EventLogs logs = new EventLogs(folder);
        try (Outbox outbox = outbox(logs)) {
            outbox.happened(guest(GuestEvents.DESTROYED));
            try (EventNudges nudges = nudges(logs, () -> passes.add("nudge"))) {
                outbox.happened(guest(GuestEvents.STARTED));
                outbox.happened(guest(GuestEvents.DESTROYED));
                assertTrue(nudged());
                outbox.happened(guest(GuestEvents.STARTED));
            }
        }
        assertNull(passes.poll());
    }

    @Test
    void what_another_process_writes_into_a_log_that_is_new_is_seen_too() throws Exception {
        EventLogs here = new EventLogs(folder);
        try (EventNudges nudges = nudges(here, () -> passes.add("nudge"));
                Outbox outbox = outbox(new EventLogs(folder))) {
            outbox.happened(guest(GuestEvents.DESTROYED));
            assertTrue(nudged());
        }
        assertEquals(0, passes.size());
    }

    @Test
    void a_nudge_that_has_begun_is_over_when_it_is_closed() throws Exception {
        EventLogs logs = new EventLogs(folder);
        CountDownLatch begun = new CountDownLatch(1);
        try (Outbox outbox = outbox(logs)) {
            EventNudges nudges = nudges(logs, () -> {
                begun.countDown();
                long until = System.nanoTime() + Duration.ofMillis(300).toNanos();
                while (System.nanoTime() - until < 0) {
                    Thread.onSpinWait();
                }
                passes.add("nudged");
            });
            outbox.happened(guest(GuestEvents.DESTROYED));
            assertTrue(begun.await(60, TimeUnit.SECONDS));
            nudges.close();
            assertEquals("nudged", passes.poll());
        }
    }
}
