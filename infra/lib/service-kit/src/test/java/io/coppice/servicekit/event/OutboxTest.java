package io.coppice.servicekit.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coppice.contract.event.GuestEvents;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
    private static final NodeName HERE = new NodeName("pve1");

    @TempDir
    Path folder;

    private Outbox open() throws IOException {
        return new Outbox(folder, "compute", HERE, InstantSource.system());
    }

    private static Happening<GuestEvents.Guest> started(int vmid) {
        return Happening.of(GuestEvents.STARTED, new GuestEvents.Guest(new Vmid(vmid), HERE, "qemu"), "root@pam");
    }

    private List<ObjectNode> told() throws IOException {
        return new LogReader(folder)
                .read(1, 100).lines().stream()
                        .map(l -> EventJson.parse(l.json()))
                        .toList();
    }

    /** The process ends with its act half done: nothing after the intent runs. */
    private static void dieWithin(Outbox outbox, int vmid) throws InterruptedException {
        Thread thread = Thread.ofVirtual()
                .start(() -> assertThrows(
                        InterruptedException.class,
                        () -> outbox.around(started(vmid), () -> {
                            throw new InterruptedException();
                        })));
        thread.join();
    }

    @Test
    void an_event_is_a_cloud_event_with_who_and_what_and_who_may_see_it() throws Exception {
        try (Outbox outbox = open()) {
            outbox.around(started(100).in("task-1"), () -> {});
        }
        ObjectNode event = told().getFirst();
        assertEquals("1.0", EventJson.text(event, "specversion"));
        assertEquals("io.coppice.guest.started.v1", EventJson.text(event, "type"));
        assertEquals("guest/100", EventJson.text(event, "subject"));
        assertEquals("/nodes/pve1/compute", EventJson.text(event, "source"));
        assertEquals("root@pam", EventJson.text(event, "actor"));
        assertEquals("task-1", EventJson.text(event, "task"));
        assertEquals("/vms/100", EventJson.text(event, "aclpath"));
        assertEquals("VM.Audit", EventJson.text(event, "aclprivilege"));
        assertEquals(100, event.path("data").path("vmid").asInt());
    }

    @Test
    void an_act_that_a_crash_cut_is_told_at_the_next_start_where_it_has_happened() throws Exception {
        try (Outbox outbox = open()) {
            dieWithin(outbox, 100);
            dieWithin(outbox, 101);
        }
        assertEquals(List.of(), told());
        try (Outbox outbox = open()) {
            outbox.settle((type, data) -> data.path("vmid").asInt() == 101);
        }
        assertEquals(
                List.of("guest/101"),
                told().stream().map(e -> EventJson.text(e, "subject")).toList());
        try (Outbox outbox = open()) {
            outbox.settle((type, data) -> true);
        }
        assertEquals(1, told().size(), "nothing was open any more");
    }

    @Test
    void an_act_that_fails_is_told_only_when_it_has_happened_nevertheless() throws Exception {
        try (Outbox outbox = open()) {
            outbox.settle((type, data) -> data.path("vmid").asInt() == 101);
            for (int vmid : List.of(100, 101)) {
                assertThrows(
                        IOException.class,
                        () -> outbox.around(started(vmid), () -> {
                            throw new IOException("no answer");
                        }));
            }
        }
        assertEquals(
                List.of("guest/101"),
                told().stream().map(e -> EventJson.text(e, "subject")).toList());
    }

    @Test
    void what_is_told_under_one_id_is_told_once_by_this_process_and_the_next() throws Exception {
        try (Outbox outbox = open()) {
            outbox.once("a", Instant.now(), started(100));
            outbox.once("a", Instant.now(), started(100));
        }
        try (Outbox outbox = open()) {
            outbox.once("a", Instant.now(), started(100));
            outbox.once("b", Instant.now(), started(100));
        }
        assertEquals(
                List.of("a", "b"),
                told().stream().map(e -> EventJson.text(e, "id")).toList());
    }

    @Test
    void sequences_of_an_object_sort_as_its_events_came() throws Exception {
        try (Outbox outbox = open()) {
            for (int i = 0; i < 300; i++) {
                outbox.happened(started(100));
            }
        }
        List<String> sequences = new LogReader(folder)
                .read(1, 1000).lines().stream()
                        .map(l -> EventJson.text(EventJson.parse(l.json()), "sequence"))
                        .toList();
        assertEquals(300, sequences.stream().distinct().count());
        assertEquals(sequences.stream().sorted().toList(), sequences);
        assertTrue(EventJson.sequence(2, 1).compareTo(EventJson.sequence(1, 999)) > 0);
    }
}
