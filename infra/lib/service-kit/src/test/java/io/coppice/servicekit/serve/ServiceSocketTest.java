package io.coppice.servicekit.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.access.Identity;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Streamed;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.log.Trace;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceSocketTest {
    record Ask(@Param("") Vmid vmid, @Param("") Optional<Boolean> force) {}

    record Told(Vmid vmid, boolean forced, String by, Optional<String> asked) {}

    private static final Endpoint<Ask, Told> ASK = Endpoint.post("/test/{vmid}", Ask.class, Told.class)
            .allow(Guard.rule("evenOnly", "Even VM IDs only."))
            .servedBy(Service.COMPUTE)
            .build();

    private static final Endpoint<Ask, Told> WRITE = Endpoint.put("/test/{vmid}", Ask.class, Told.class)
            .allow(Guard.world())
            .servedBy(Service.COMPUTE)
            .build();

    private static final Endpoint<Ask, Told> INTERNAL = Endpoint.post(
                    "/coppice/internal/test/{vmid}", Ask.class, Told.class)
            .allow(Guard.everyone())
            .servedBy(Service.COMPUTE)
            .build();

    private final AtomicInteger internal = new AtomicInteger();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Routes routes = new Routes()
            .serve(
                    ASK,
                    (caller, in) -> new Told(
                            in.vmid(),
                            in.force().orElse(false),
                            caller.name(),
                            Optional.of(Trace.actor() + Trace.mark()).filter(asked -> !asked.isEmpty())))
            .serve(WRITE, (caller, in) -> {
                if (in.force().orElse(false)) {
                    cut();
                }
                throw new StoreUnavailable("outcome unknown");
            })
            .serve(INTERNAL, (caller, in) -> {
                internal.incrementAndGet();
                return new Told(in.vmid(), false, caller.name(), Optional.empty());
            })
            .rule("evenOnly", (caller, parameters) -> {
                if (Long.parseLong(parameters.get("vmid").toString()) % 2 == 1) {
                    throw Refused.forbidden("/vms/" + parameters.get("vmid"), "VM.Audit");
                }
            });
    private ServiceServer api;
    private ServiceServer own;
    private Path folder;

    /** Believes a vouched name, and says which credential else it saw. */
    private static final Gatekeeper OPEN = new Gatekeeper() {
        @Override
        public Caller admit(Credential credential, String client) {
            String name = credential instanceof Credential.Vouched v ? v.name() : credential.toString();
            return new Caller(new Identity.Internal(name), Fixtures.everything(), credential, client);
        }

        @Override
        public List<Guard.Rule> decide(Guard guard, Caller caller, Map<String, Object> parameters) {
            return guard instanceof Guard.Rule r ? List.of(r) : List.of();
        }
    };

    @BeforeEach
    void listen(@TempDir Path dir) throws Exception {
        folder = dir;
        Path sockets = Files.createDirectories(dir.resolve("compute"));
        Dispatcher dispatcher = new Dispatcher(routes, OPEN);
        api = ServiceServer.listen(vertx, sockets.resolve("api.sock"), dispatcher, admits(false), () -> "r-7", workers);
        own = ServiceServer.listen(
                vertx, sockets.resolve("service.sock"), dispatcher, admits(true), () -> "r-7", workers);
    }

    @AfterEach
    void close() {
        api.close();
        own.close();
        workers.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private ServiceServer.Admits admits(boolean trusted) throws Exception {
        return new ServiceServer.Admits(trusted, Set.of((Integer) Files.getAttribute(folder, "unix:uid")));
    }

    @Test
    void a_process_of_another_user_is_turned_away() throws Exception {
        Path socket = folder.resolve("compute/api.sock");
        api.close();
        api = ServiceServer.listen(
                vertx,
                socket,
                new Dispatcher(routes, OPEN),
                new ServiceServer.Admits(false, Set.of(4711)),
                () -> "r-7",
                workers);
        Refused away = assertThrows(Refused.class, () -> send("api.sock", Map.of("vmid", 100)));
        assertInstanceOf(Failure.Unavailable.class, away.failure());
    }

    private ServiceClient.Answered send(String socket, Map<String, Object> parameters) {
        return send(socket, ASK, parameters);
    }

    private ServiceClient.Answered send(String socket, Endpoint<?, ?> endpoint, Map<String, Object> parameters) {
        return new ServiceClient(vertx, folder, socket, new NodeName("pve"))
                .sendAndWait(
                        endpoint,
                        new Dispatcher.Call(
                                endpoint.toString(), parameters, new Credential.Vouched("root@pam"), "", null));
    }

    private static String text(ServiceClient.Answered a) {
        return new String(a.json(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void a_call_is_answered_with_the_revision_of_its_change() {
        ServiceClient.Answered a = send("service.sock", Map.of("vmid", 100, "force", true));
        assertEquals("{\"vmid\":100,\"forced\":1,\"by\":\"root@pam\"}", text(a));
        assertEquals("r-7", a.revision());
    }

    @Test
    void a_name_without_proof_is_believed_on_the_services_own_socket_alone() {
        assertEquals("{\"vmid\":100,\"forced\":0,\"by\":\"None[]\"}", text(send("api.sock", Map.of("vmid", 100))));
    }

    @Test
    void who_asked_and_in_which_task_goes_along_and_is_believed_on_the_services_own_socket_alone() throws Exception {
        Trace asked = Trace.now().askedBy("ann@pve", "-task");
        assertEquals(
                "{\"vmid\":100,\"forced\":0,\"by\":\"root@pam\",\"asked\":\"ann@pve-task\"}",
                asked.call(() -> text(send("service.sock", Map.of("vmid", 100)))));
        assertEquals(
                "{\"vmid\":100,\"forced\":0,\"by\":\"None[]\"}",
                asked.call(() -> text(send("api.sock", Map.of("vmid", 100)))));
    }

    @Test
    void what_services_alone_may_call_nobody_else_can_by_any_way() {
        Dispatcher.Call call = new Dispatcher.Call(
                INTERNAL.toString(), Map.of("vmid", 100), new Credential.Vouched("root@pam"), "", null);
        ServiceClient gateways = new ServiceClient(vertx, folder, "api.sock", new NodeName("pve"));
        assertThrows(Refused.class, () -> gateways.sendAndWait(INTERNAL, call));
        assertThrows(Refused.class, () -> gateways.tunnelAndWait(INTERNAL, call, vertx.getOrCreateContext()));
        assertThrows(
                Refused.class,
                () -> gateways.sendAndWait(INTERNAL, call, new Streamed(new ByteArrayInputStream(new byte[10]))));
        assertEquals(0, internal.get());
        new ServiceClient(vertx, folder, "service.sock", new NodeName("pve")).sendAndWait(INTERNAL, call);
        assertEquals(1, internal.get());
    }

    @Test
    void a_refusal_arrives_as_it_was() {
        Refused forbidden = assertThrows(Refused.class, () -> send("api.sock", Map.of("vmid", 101)));
        assertEquals(new Failure.Forbidden("/vms/101", "VM.Audit"), forbidden.failure());
        Refused bad = assertThrows(Refused.class, () -> send("api.sock", Map.of("vmid", "x", "y", 1)));
        assertEquals(
                Set.of("vmid", "y"),
                ((Failure.BadParameters) bad.failure()).byName().keySet());
    }

    @Test
    void a_typed_call_goes_through_the_socket_and_in_the_process_alike() {
        Caller caller = OPEN.admit(new Credential.Vouched("u@pve"), "");
        Told expected = new Told(new Vmid(100), true, "u@pve", Optional.empty());
        Ask ask = new Ask(new Vmid(100), Optional.of(true));
        ServiceClient client = new ServiceClient(vertx, folder, "service.sock", new NodeName("pve"));
        Dispatcher nothing = new Dispatcher(new Routes(), OPEN);
        assertEquals(expected, new NodeCalls(nothing, client).call(ASK, ask, caller));
        assertEquals(expected, new NodeCalls(new Dispatcher(routes, OPEN), client).call(ASK, ask, caller));
    }

    @Test
    void a_truth_that_does_not_tell_what_it_did_is_no_defect_of_the_call() {
        Refused unknown = assertThrows(Refused.class, () -> send("api.sock", WRITE, Map.of("vmid", 100)));
        assertEquals(new Failure.NoAnswer("outcome unknown"), unknown.failure());
    }

    private void cut() {
        own.close();
    }

    @Test
    void a_service_that_goes_away_with_a_change_leaves_its_outcome_unknown() {
        Refused away =
                assertThrows(Refused.class, () -> send("service.sock", WRITE, Map.of("vmid", 100, "force", true)));
        assertEquals(
                "the compute service of node 'pve' went away before it answered: the outcome is unknown; "
                        + "look before you try again",
                away.failure().text());
        assertEquals(595, away.failure().status());
    }

    @Test
    void a_service_that_is_away_is_named() {
        own.close();
        Refused away = assertThrows(Refused.class, () -> send("service.sock", Map.of("vmid", 100)));
        assertInstanceOf(Failure.Unavailable.class, away.failure());
        assertEquals(595, away.failure().status());
    }

    @Test
    void sockets_are_closed_to_others() throws Exception {
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("compute/service.sock"))));
        assertEquals(
                "rw-rw----",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("compute/api.sock"))));
    }
}
