package io.coppice.node.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.access.Identity;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Upload;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.documents.member.ClusterMember;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.ServiceClient;
import io.coppice.testkit.Eventually;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class LinksTest {
    private final List<LinkedNode> all = new ArrayList<>();
    private final AtomicBoolean silent = new AtomicBoolean();
    private Path dir;
    private LinkedNode one;
    private LinkedNode two;
    private LinkedNode three;

    @BeforeEach
    void three(@TempDir Path folder) throws Exception {
        dir = folder;
        one = node("pve1");
        two = node("pve2");
        three = node("pve3");
        LinkedNode.join(one, two, three);
    }

    private LinkedNode node(String name) throws Exception {
        LinkedNode node = new LinkedNode(name, Files.createDirectories(dir.resolve(name)), (peer, request) -> {
            if (!silent.get() || !name.equals("pve2")) {
                Links.beats().serve(peer, request);
            }
        });
        all.add(node);
        return node;
    }

    @AfterEach
    void close() {
        all.reversed().forEach(LinkedNode::close);
    }

    private static Dispatcher.Call call(Endpoint<?, ?> endpoint, String text) {
        return new Dispatcher.Call(
                endpoint.toString(), Map.of("text", text), new Credential.Ticket("t-1"), "192.0.2.9", null);
    }

    private static String said(ServiceClient.Answered answer) {
        return new String(answer.json(), StandardCharsets.UTF_8);
    }

    @Test
    void a_call_for_another_node_is_answered_there_with_the_callers_own_ticket() {
        ServiceClient.Answered answer = one.to(two).sendAndWait(LinkedNode.SAY, call(LinkedNode.SAY, "hello"));
        assertEquals("{\"node\":\"pve2\",\"text\":\"hello\",\"by\":\"Ticket[text=t-1]\"}", said(answer));
        assertEquals("r-7", answer.revision());
    }

    private List<String> parts(String text) {
        Caller caller =
                new Caller(new Identity.Nobody(), (path, privilege) -> true, new Credential.Ticket("t-1"), "192.0.2.9");
        return one
                .others(two, three)
                .ask(LinkedNode.PART, new LinkedNode.Say(text), LinkedNode.Said.class, caller)
                .stream()
                .map(said -> said.node() + " to " + said.by())
                .sorted()
                .toList();
    }

    @Test
    void all_others_give_their_part_of_a_list_and_one_that_goes_away_costs_no_more_than_its_missed_beats() {
        assertEquals(List.of("pve2 to Ticket[text=t-1]", "pve3 to Ticket[text=t-1]"), parts("quick"));
        silent.set(true);
        long begun = System.nanoTime();
        assertEquals(List.of("pve3 to Ticket[text=t-1]"), parts("slow pve2"));
        assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(8), "it was waited for");
        Eventually.that("pve2 is lost", () -> !one.reaches(two));
        begun = System.nanoTime();
        assertEquals(List.of("pve3 to Ticket[text=t-1]"), parts("slow pve2"));
        assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(1), "a lost node was waited for");
    }

    @Test
    void who_was_removed_and_still_votes_is_heard_where_it_votes_and_nowhere_else() throws Exception {
        two.roster.set(List.of(two.peer(), three.peer()), List.of(one.peer()));
        assertThrows(Refused.class, () -> one.to(two).sendAndWait(LinkedNode.SAY, call(LinkedNode.SAY, "let me in")));
        long later = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(4 * Link.BEAT_MILLIS);
        Eventually.that("four beats are over", () -> {
            assertTrue(one.reaches(two) && two.reaches(one));
            return System.nanoTime() > later;
        });
        two.roster.set(List.of(two.peer(), three.peer()));
        Eventually.that("it is heard no more", () -> !one.reaches(two));
        assertEquals(
                "r-7",
                three.to(two)
                        .sendAndWait(LinkedNode.SAY, call(LinkedNode.SAY, "hello"))
                        .revision());
    }

    @Test
    void a_service_is_believed_on_another_node_by_the_way_of_services_alone() {
        Caller itself =
                new Caller(new Identity.Internal("system:compute@pve1"), (p, v) -> true, new Credential.None(), "");
        LinkedNode.Said said = Objects.requireNonNull(
                one.services().on(two.name).call(LinkedNode.SAY, new LinkedNode.Say("hello"), itself));
        assertEquals(new LinkedNode.Said("pve2", "hello", "Vouched[name=system:compute@pve1]"), said);
        ServiceClient.Answered byGateway = one.to(two)
                .sendAndWait(
                        LinkedNode.SAY,
                        new Dispatcher.Call(
                                LinkedNode.SAY.toString(),
                                Map.of("text", "hello"),
                                new Credential.Vouched("system:compute@pve1"),
                                "",
                                null));
        assertEquals("{\"node\":\"pve2\",\"text\":\"hello\",\"by\":\"None[]\"}", said(byGateway));
    }

    @Test
    void what_the_other_service_refuses_is_refused_alike() {
        Refused refused = assertThrows(
                Refused.class,
                () -> one.to(two)
                        .sendAndWait(
                                LinkedNode.SAY,
                                new Dispatcher.Call(
                                        LinkedNode.SAY.toString(), Map.of(), new Credential.None(), "", null)));
        assertInstanceOf(Failure.BadParameters.class, refused.failure());
    }

    @Test
    void an_upload_goes_along_and_lies_where_the_other_gateway_leaves_its_own() throws Exception {
        byte[] much = new byte[3_000_000];
        Arrays.fill(much, (byte) 7);
        Path file = Files.write(dir.resolve("upload"), much);
        ServiceClient.Answered answer = one.to(two)
                .sendAndWait(
                        LinkedNode.KEEP,
                        new Dispatcher.Call(
                                LinkedNode.KEEP.toString(),
                                Map.of("text", "x"),
                                new Credential.None(),
                                "",
                                new Upload("a.iso", file)));
        assertEquals("\"" + two.dir.resolve("spool") + "\"", said(answer));
        assertEquals(-1, Files.mismatch(file, two.dir.resolve("kept")));
        Files.delete(file);
        Eventually.that("what is deleted takes no room", () -> !isOpen(file));
    }

    private static boolean isOpen(Path file) {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.anyMatch(fd -> {
                try {
                    return Files.readSymbolicLink(fd).toString().startsWith(file.toString());
                } catch (IOException closed) {
                    return false;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void what_a_caller_has_seen_of_the_truth_goes_along() {
        one.to(two).sendAndWait(LinkedNode.SAY, call(LinkedNode.SAY, "x"));
        assertEquals(List.of("seen by pve1"), two.waitedFor);
    }

    @Test
    void a_console_on_another_node_is_a_stream_both_ways() throws Exception {
        NetServer echo = two.vertx.createNetServer().connectHandler(socket -> socket.pipeTo(socket));
        echo.listen(SocketAddress.domainSocketAddress(
                        two.dir.resolve("console.sock").toString()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        ServiceClient.Opened opened = one.to(two)
                .tunnelAndWait(
                        LinkedNode.CONSOLE, call(LinkedNode.CONSOLE, "user:ticket"), one.vertx.getOrCreateContext());
        assertEquals("user:ticket", opened.welcome());
        CompletableFuture<Void> back = new CompletableFuture<>();
        Buffer heard = Buffer.buffer();
        opened.socket().handler(part -> {
            heard.appendBuffer(part);
            if (heard.length() == 1_000_000) {
                back.complete(null);
            }
        });
        opened.socket().resume();
        opened.socket().write(Buffer.buffer(new byte[1_000_000]));
        back.get(30, TimeUnit.SECONDS);
        assertEquals(1, two.tunnels());
        opened.socket().close();
        Eventually.that("nothing is kept of it", () -> two.tunnels() == 0);
    }

    @Test
    void a_slow_call_on_a_living_link_is_never_cut() throws Exception {
        var waiting = one.to(two).send(LinkedNode.DO, call(LinkedNode.DO, "slowly"));
        TimeUnit.SECONDS.sleep(4);
        assertFalse(waiting.isComplete());
        two.letGo.countDown();
        assertTrue(said(waiting.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS))
                .contains("slowly"));
    }

    @Test
    void three_missed_beats_fail_what_is_on_its_way_and_say_that_its_outcome_is_unknown() throws Exception {
        var waiting = one.to(two).send(LinkedNode.DO, call(LinkedNode.DO, "slowly"));
        assertTrue(two.begun.await(20, TimeUnit.SECONDS));
        long silentSince = System.nanoTime();
        silent.set(true);
        ExecutionException failed = assertThrows(
                ExecutionException.class,
                () -> waiting.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - silentSince);
        Failure failure = assertInstanceOf(Refused.class, failed.getCause()).failure();
        assertEquals(595, failure.status());
        assertEquals(
                "node 'pve2' went out of reach before it answered: the outcome is unknown; look when it is back",
                failure.text());
        assertTrue(millis >= 900 && millis < 5_000, "after " + millis + " ms");
        Refused next = assertThrows(
                Refused.class, () -> one.to(two).sendAndWait(LinkedNode.SAY, call(LinkedNode.SAY, "again")));
        assertEquals("node 'pve2' is out of reach; try again when it is back", next.getMessage());
        silent.set(false);
        Eventually.that("it is back", () -> one.reaches(two));
        assertTrue(said(one.to(two).sendAndWait(LinkedNode.SAY, call(LinkedNode.SAY, "now")))
                .contains("now"));
    }

    @Test
    void a_node_whose_port_is_gone_is_lost_and_found_again_when_it_returns() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        one.links.onReach((node, reach) -> heard.add(node + " " + reach.inReach()));
        int port = three.port();
        three.stopListening();
        Eventually.that("it is lost", () -> !one.reaches(three));
        assertTrue(one.reaches(two));
        three.listen(port, Links.beats());
        Eventually.that("it is back", () -> one.reaches(three) && heard.size() > 1);
        assertEquals(List.of("pve3 false", "pve3 true"), heard);
    }

    @Test
    void a_node_whose_certificate_is_signed_anew_is_never_out_of_reach_and_what_is_on_its_way_arrives()
            throws Exception {
        ClusterMember before = two.peer();
        LinkedNode holdsTheOld = new LinkedNode("pve2", copyOf(two));
        all.add(holdsTheOld);
        HttpClient old = holdsTheOld.vertx.createHttpClient(client(holdsTheOld).setKeepAlive(false));
        assertEquals(200, ask(old, one));
        List<String> heard = new CopyOnWriteArrayList<>();
        one.links.onReach((node, reach) -> heard.add(node + " " + reach.inReach()));
        two.links.onReach((node, reach) -> heard.add(node + " " + reach.inReach()));
        var there = one.to(two).send(LinkedNode.DO, call(LinkedNode.DO, "there"));
        var back = two.to(one).send(LinkedNode.DO, call(LinkedNode.DO, "back"));
        assertTrue(two.begun.await(20, TimeUnit.SECONDS) && one.begun.await(20, TimeUnit.SECONDS));
        String next = two.prepareAnother();
        setOnAll(before.withNext(next));
        two.showAnother();
        TimeUnit.SECONDS.sleep(2);
        setOnAll(before.showing(next));
        TimeUnit.SECONDS.sleep(2);
        assertEquals(List.of(), heard);
        for (LinkedNode other : List.of(one, three)) {
            assertTrue(said(other.to(two).sendAndWait(LinkedNode.SAY, call(LinkedNode.SAY, "new")))
                    .contains("new"));
            assertTrue(said(two.to(other).sendAndWait(LinkedNode.SAY, call(LinkedNode.SAY, "new")))
                    .contains("new"));
        }
        one.letGo.countDown();
        two.letGo.countDown();
        assertTrue(said(there.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS))
                .contains("there"));
        assertTrue(said(back.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS))
                .contains("back"));
        assertThrows(CompletionException.class, () -> ask(old, one), "the old certificate is nobody's now");
    }

    private void setOnAll(ClusterMember two) throws Exception {
        for (LinkedNode member : List.of(one, this.two, three)) {
            member.roster.set(List.of(one.peer(), two, three.peer()));
        }
    }

    /** Its keys, as they were. */
    private Path copyOf(LinkedNode node) throws Exception {
        Path copy = Files.createDirectories(dir.resolve("old-disk"));
        Path secret = Files.createDirectories(copy.resolve("secret"));
        try (var files = Files.list(node.dir.resolve("secret"))) {
            for (Path file : files.toList()) {
                Files.copy(file, secret.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    @Test
    void a_stranger_gets_no_answer() throws Exception {
        LinkedNode stranger = node("pve9");
        assertThrows(CompletionException.class, () -> ask(stranger.vertx.createHttpClient(client(stranger)), two));
        HttpClientOptions nobody =
                new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false);
        assertThrows(CompletionException.class, () -> ask(stranger.vertx.createHttpClient(nobody), two));
    }

    @Test
    void a_removed_node_gets_no_answer_neither_over_what_is_open_nor_over_a_resumed_session() throws Exception {
        HttpClient kept = three.vertx.createHttpClient(client(three).setKeepAliveTimeout(600));
        assertEquals(200, ask(kept, two));
        List<ClusterMember> rest = List.of(one.peer(), two.peer());
        one.roster.set(rest);
        two.roster.set(rest);
        assertThrows(CompletionException.class, () -> ask(kept, two));
        assertThrows(CompletionException.class, () -> ask(kept, two));
        assertTrue(two.links.reach(three.name).isEmpty());
        assertTrue(one.reaches(two));
    }

    private static HttpClientOptions client(LinkedNode node) {
        return new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setKeyCertOptions(node.key.options());
    }

    private static int ask(HttpClient client, LinkedNode of) {
        return client.request(HttpMethod.POST, of.port(), "127.0.0.1", "/beat")
                .compose(request ->
                        request.send().compose(answer -> answer.body().map(body -> answer.statusCode())))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
