package io.coppice.node.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.access.Identity;
import io.coppice.access.Permissions;
import io.coppice.contract.api.event.EventsApi;
import io.coppice.contract.event.GuestEvents;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.UserId;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.event.EventLogs;
import io.coppice.servicekit.event.Happening;
import io.coppice.servicekit.event.Outbox;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventPagesTest {
    private static final NodeName HERE = new NodeName("pve1");

    @TempDir
    Path folder;

    private EventLogs logs;
    private Outbox outbox;
    private EventPages pages;

    @BeforeEach
    void open() throws Exception {
        logs = new EventLogs(folder);
        outbox = new Outbox(folder.resolve("compute"), "compute", HERE, InstantSource.system());
        outbox.onEvent(logs::wake);
        pages = new EventPages(logs);
    }

    @AfterEach
    void close() throws Exception {
        outbox.close();
    }

    private static Caller caller(Permissions may) {
        return new Caller(new Identity.User(UserId.parse("a@pve")), may, new Credential.None(), "");
    }

    private static final Caller ALL = caller((path, privilege) -> true);

    private void started(int vmid) {
        outbox.happened(
                Happening.of(GuestEvents.STARTED, new GuestEvents.Guest(new Vmid(vmid), HERE, "qemu"), "root@pam"));
    }

    private static EventsApi.Read read(String since, String object, int limit, int seconds) {
        return new EventsApi.Read(
                Optional.of(since).filter(s -> !s.isEmpty()),
                Optional.of("guest.*"),
                Optional.of(object),
                limit,
                seconds,
                false);
    }

    private static List<Object> subjects(EventsApi.Page page) {
        return page.events().stream().map(e -> e.get("subject")).toList();
    }

    @Test
    void pages_follow_each_other_without_gap_or_repeat() throws Exception {
        List<Object> seen = new ArrayList<>();
        String cursor = pages.read(ALL, read("", "*", 10, 0)).cursor();
        for (int vmid = 100; vmid < 200; vmid++) {
            started(vmid);
            if (vmid % 7 == 0) {
                EventsApi.Page page = pages.read(ALL, read(cursor, "*", 3, 0));
                seen.addAll(subjects(page));
                cursor = page.cursor();
            }
        }
        EventsApi.Page page = pages.read(ALL, read(cursor, "*", 3, 0));
        while (!page.events().isEmpty()) {
            seen.addAll(subjects(page));
            page = pages.read(ALL, read(page.cursor(), "*", 3, 0));
        }
        assertEquals(100, seen.size());
        assertEquals("guest/100", seen.getFirst());
        assertEquals("guest/199", seen.getLast());
        assertEquals(100, seen.stream().distinct().count());
    }

    @Test
    void one_gets_what_fits_and_what_one_may_see_now() throws Exception {
        started(100);
        started(101);
        started(200);
        assertEquals(List.of("guest/100", "guest/101"), subjects(pages.read(ALL, read("first", "guest/1*", 10, 0))));
        Caller one = caller((path, privilege) -> path.equals("/vms/101") && privilege.equals("VM.Audit"));
        assertEquals(List.of("guest/101"), subjects(pages.read(one, read("first", "*", 10, 0))));
    }

    @Test
    void a_reader_that_waits_gets_what_comes() throws Exception {
        String cursor = pages.read(ALL, read("", "*", 10, 0)).cursor();
        Thread later = Thread.ofVirtual().start(() -> started(100));
        assertEquals(List.of("guest/100"), subjects(pages.read(ALL, read(cursor, "*", 10, 30))));
        later.join();
    }

    @Test
    void a_cursor_of_a_log_that_is_gone_is_told_so_and_gets_a_new_one() throws Exception {
        started(100);
        EventsApi.Page page = pages.read(ALL, read("compute-00000000:7", "*", 10, 0));
        assertTrue(page.expired());
        assertFalse(pages.read(ALL, read(page.cursor(), "*", 10, 0)).expired());
        assertThrows(Refused.class, () -> pages.read(ALL, read("../../etc", "*", 10, 0)));
    }

    @Test
    void every_type_has_a_schema() {
        assertEquals(
                io.coppice.contract.event.Events.all().size(), Schemas.all().size());
        assertTrue(Schemas.all().get("io.coppice.guest.started.v1").toString().contains("vmid"));
    }
}
