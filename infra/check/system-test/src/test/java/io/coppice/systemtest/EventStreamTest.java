package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change;
import io.coppice.store.Revision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of events over the gateway's real listener, the node's real logs and feed behind it. */
class EventStreamTest {
    private static final String GUESTS = "?type=guest.started";

    private static final int LAST = 200_000;

    @TempDir
    Path folder;

    private InProcessNode node;
    private ApiClient admin;

    @BeforeEach
    void up() throws Exception {
        node = new InProcessNode(folder, Duration.ofSeconds(75));
        admin = new ApiClient(node.port()).login("admin@pve", InProcessNode.PASSWORD);
    }

    @AfterEach
    void down() throws Exception {
        node.close();
    }

    private EventStream open(String query, String... more) throws Exception {
        List<String> headers = new ArrayList<>(List.of("Cookie", cookie("admin@pve")));
        headers.addAll(List.of(more));
        return EventStream.open(node.port(), query, headers.toArray(new String[0]));
    }

    private String cookie(String user) {
        return "PVEAuthCookie=" + node.ticket(user, Duration.ZERO);
    }

    private static List<String> guests(int from, int to) {
        return IntStream.range(from, to).mapToObj(v -> "guest/" + v).toList();
    }

    private void start(int from, int to) {
        IntStream.range(from, to).forEach(node.events::started);
    }

    @Test
    void one_gets_what_fits_from_now_on() throws Exception {
        start(100, 110);
        try (EventStream before = open(GUESTS + "&since=first")) {
            // what the gateway has not got yet comes from now on, too
            before.await("the first are told", s -> s.subjects().size() >= 10);
        }
        try (EventStream all = open("?type=guest.*,task.ended");
                EventStream some = open("?object=guest/12*,guest/131")) {
            assertEquals(200, all.status());
            start(110, 140);
            all.await("all are told", s -> s.subjects().size() >= 30);
            assertEquals(guests(110, 140), all.subjects());
            List<String> wanted = new ArrayList<>(guests(120, 130));
            wanted.add("guest/131");
            some.await("those that fit are told", s -> s.subjects().size() >= 11);
            assertEquals(wanted, some.subjects());
            assertEquals(
                    "io.coppice.guest.started.v1",
                    all.messages().getFirst().data().path("type").asText());
        }
    }

    @Test
    void whoever_comes_back_gets_what_it_has_missed_once_also_from_another_gateway() throws Exception {
        Thread load = Thread.ofVirtual().start(() -> start(1000, 6000));
        List<String> seen = new ArrayList<>();
        String last = "";
        try (EventStream first = open(GUESTS + "&since=first")) {
            first.await("some are told", s -> s.subjects().size() > 500);
        }
        for (int visit = 0; visit < 6; visit++) {
            if (visit == 3) {
                node.replaceGateway();
            }
            int most = 700;
            // the query says what it said first, as a browser's does; the header goes before it
            try (EventStream again = last.isEmpty()
                    ? open(GUESTS + "&since=first")
                    : open(GUESTS + "&since=first", "Last-Event-ID", last)) {
                again.await("some are told", s -> s.subjects().size() >= most);
                for (EventStream.Message m : again.named("").subList(0, most)) {
                    seen.add(m.subject());
                    last = m.id();
                }
            }
        }
        load.join();
        try (EventStream rest = open(GUESTS + "&since=" + last)) {
            rest.await("the rest is told", s -> s.subjects().size() >= 5000 - 6 * 700);
            seen.addAll(rest.subjects());
        }
        assertEquals(guests(1000, 6000), seen);
    }

    @Test
    void what_is_and_what_comes_after_it_make_the_truth_without_gap_or_repeat() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Thread load = Thread.ofVirtual()
                .start(() -> IntStream.range(0, 100_000)
                        .takeWhile(i -> !enough.get())
                        .forEach(i -> {
                            change(i);
                            // without a pause the truth is ahead of its events for ever, and no state is whole
                            LockSupport.parkNanos(500_000);
                        }));
        Map<String, String> told = new TreeMap<>();
        try (EventStream stream = open("?snapshot=1&object=coppice/node/probe/*")) {
            stream.await("all that is was told", s -> s.named("ready").size() == 1);
            stream.await("changes go on", s -> s.subjects().size() > 300);
            enough.set(true);
            load.join();
            change(LAST);
            stream.await("the last change is told", s -> s.subjects().contains("coppice/node/probe/last"));
            HashSet<String> revisions = new HashSet<>();
            int snapshot = 0;
            for (EventStream.Message m : stream.messages()) {
                if (m.name().equals("ready")) {
                    continue;
                }
                snapshot += m.name().equals("snapshot") ? 1 : 0;
                JsonNode value =
                        m.data().path("data").path("fields").path("value").path("now");
                assertTrue(
                        revisions.add(m.data().path("revision").asText() + m.subject()),
                        () -> "a change is told twice: " + m);
                told.put(m.subject(), value.asText());
            }
            System.out.println(
                    snapshot + " objects of the state, " + (stream.messages().size() - snapshot) + " changes");
        }
        Map<String, String> truth = new TreeMap<>();
        node.store
                .image()
                .below("coppice/node/probe/")
                .forEach(d -> truth.put(d.path(), d.text().strip().split(" ")[1]));
        assertEquals(truth, told);
    }

    private void change(int i) {
        String path = i == LAST ? "coppice/node/probe/last" : "coppice/node/probe/" + (i % 37);
        node.store.submit(Change.by(Service.NODE, "system:node")
                .put(path, "value " + i + "\n")
                .build());
    }

    @Test
    void a_grant_that_goes_takes_effect_within_the_stream_and_a_token_that_goes_ends_it() throws Exception {
        String token = reader("/vms/101");
        try (EventStream stream = EventStream.open(node.port(), GUESTS, "Authorization", "PVEAPIToken=" + token)) {
            start(100, 103);
            stream.await("the one it may see", s -> s.subjects().equals(List.of("guest/101")));
            grant("/vms/102", 0);
            start(100, 103);
            stream.await("both", s -> s.subjects().size() == 3);
            grant("/vms/101", 1);
            start(100, 103);
            stream.await("the one that is left", s -> s.subjects().size() == 4);
            assertEquals(List.of("guest/101", "guest/101", "guest/102", "guest/102"), stream.subjects());
            assertEquals(200, admin.delete("/access/users/reader@pve/token/tok").status());
            stream.await("it is ended", EventStream::isOver);
            assertEquals(1, stream.named("end").size());
            assertTrue(stream.named("end")
                    .getFirst()
                    .data()
                    .path("reason")
                    .asText()
                    .contains("invalid token"));
        }
        Await.until("no stream is left", Duration.ofSeconds(10), () -> node.streams() == 0);
    }

    private String reader(String path) throws Exception {
        assertEquals(
                200, admin.post("/access/users", Map.of("userid", "reader@pve")).status());
        ApiClient.Reply made = admin.post("/access/users/reader@pve/token/tok", Map.of("privsep", 0));
        assertEquals(200, made.status());
        grant(path, 0);
        return "reader@pve!tok=" + made.data().path("value").asText();
    }

    private void grant(String path, int delete) throws Exception {
        ApiClient.Reply reply = admin.put(
                "/access/acl", Map.of("path", path, "users", "reader@pve", "roles", "PVEAuditor", "delete", delete));
        assertEquals(200, reply.status(), () -> reply.toString());
    }

    @Test
    void a_ticket_that_gets_too_old_and_a_user_that_is_disabled_end_their_streams() throws Exception {
        assertEquals(
                200, admin.post("/access/users", Map.of("userid", "reader@pve")).status());
        try (EventStream off = EventStream.open(node.port(), "", "Cookie", cookie("reader@pve"));
                EventStream old = open("")) {
            assertEquals(
                    200,
                    admin.put("/access/users/reader@pve", Map.of("enable", 0)).status());
            off.await("the disabled user's ends", EventStream::isOver);
            assertFalse(old.isOver());
            node.turnClock(Duration.ofMinutes(121));
            old.await("the old ticket's ends", EventStream::isOver);
            assertEquals(
                    "invalid PVE ticket",
                    old.named("end").getFirst().data().path("reason").asText());
        }
    }

    @Test
    void an_expired_cursor_is_told_so_and_goes_on_with_a_new_one() throws Exception {
        start(100, 103);
        try (EventStream stream = open(GUESTS + "&since=compute-00000000:17")) {
            stream.await("what is kept is told", s -> s.subjects().size() == 3);
            assertEquals("expired", stream.messages().getFirst().name());
            String fresh = stream.messages().getFirst().data().path("cursor").asText();
            try (EventStream again = open(GUESTS + "&since=" + fresh)) {
                again.await("the same again", s -> s.subjects().size() == 3);
                assertEquals(List.of(), again.named("expired"));
            }
        }
    }

    /** What the client has seen keeps its request waiting for a second, in which it goes. */
    @Test
    void a_client_that_went_before_its_stream_began_leaves_none() throws Exception {
        Revision now = node.store.image().revision();
        String ahead = new Revision(now.incarnation(), now.number() + 1_000_000).toString();
        for (String query : new String[] {"", "?snapshot=1", "?since=first"}) {
            try (Wire wire = node.wire()) {
                wire.send("GET /api2/json/coppice/events" + query + " HTTP/1.1\r\nHost: localhost\r\n"
                        + "Accept: text/event-stream\r\nCoppice-Revision: " + ahead + "\r\nCookie: "
                        + cookie("admin@pve") + "\r\n\r\n");
            }
        }
        try (EventStream last = open("", "Coppice-Revision", ahead)) {
            assertEquals(200, last.status());
        }
        Await.until("no stream is left", Duration.ofSeconds(20), () -> node.streams() == 0);
    }

    @Test
    void what_makes_no_sense_is_refused_by_name() throws Exception {
        String headers = "Accept: text/event-stream\r\nCookie: " + cookie("admin@pve") + "\r\n";
        for (String[] wrong : new String[][] {
            {"since=%2e%2e/etc", "since"},
            {"limit=5", "limit"},
            {"wait=3", "wait"},
            {"snapshot=1&since=first", "snapshot"}
        }) {
            try (Wire wire = node.wire()) {
                Wire.Reply reply = wire.ask("GET /api2/json/coppice/events?" + wrong[0], headers);
                assertEquals(400, reply.status());
                assertFalse(reply.error(wrong[1]).isEmpty(), reply.text());
            }
        }
        try (Wire wire = node.wire()) {
            assertEquals(
                    401,
                    wire.ask("GET /api2/json/coppice/events", "Accept: text/event-stream\r\n")
                            .status());
        }
        assertEquals(400, admin.get("/coppice/events?snapshot=1").status());
        assertEquals(400, admin.get("/coppice/events?since=" + "no%20cursor").status());
    }
}
