package io.coppice.node.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.access.Identity;
import io.coppice.contract.api.node.HealthApi;
import io.coppice.contract.api.node.HealthApi.Health;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.meter.Meters;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.Download;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.store.memory.MemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthRoutesTest {
    private static final Caller ROOT =
            new Caller(new Identity.Internal("system:node@pve1"), (path, privilege) -> true, new Credential.None(), "");

    @TempDir
    Path folder;

    private final Routes routes = new Routes();
    private final Dispatcher dispatcher =
            new Dispatcher(routes, new StoreGatekeeper(new MemoryStore(), InstantSource.system()));
    private Path ofGateway;

    /** Storage is away; auth and node share a process with the test. */
    @BeforeEach
    void serve() {
        Meters meters = new Meters("node");
        ofGateway = folder.resolve("gateway.prom");
        routes.add(meters.seen(Service.AUTH, true, Optional::empty))
                .add(meters.seen(Service.NODE, false, Optional::empty))
                .add(meters.seen(Service.NETWORK, false, Optional::empty))
                .add(meters.seen(Service.BACKUP, false, Optional::empty))
                .add(meters.seen(Service.METRICS, false, Optional::empty))
                .add(new Meters("compute").seen(Service.COMPUTE, true, () -> Optional.of("it starts guests")))
                .add(routes(Clock.systemUTC()));
    }

    private Routes routes(Clock clock) {
        Calls calls = new Calls() {
            @Override
            @SuppressWarnings("unchecked")
            public <I extends Record, O> @Nullable O call(Endpoint<I, O> endpoint, I input, Caller onBehalfOf) {
                if (endpoint.service() == Service.STORAGE) {
                    throw new Refused(new Failure.Unavailable(new NodeName("pve1"), "does not answer"));
                }
                return (O) dispatcher.dispatch(endpoint, onBehalfOf, Map.of());
            }
        };
        return new HealthRoutes(calls, ROOT, new GatewayMetrics(ofGateway, clock), folder).routes();
    }

    @Test
    void each_service_says_whether_it_answers_and_has_started() throws Exception {
        new GatewayMetrics(ofGateway, Clock.systemUTC()).leave(new Meters("gateway"));
        assertEquals(
                List.of(
                        new Health("auth", true, true, ""),
                        new Health("storage", false, false, "does not answer"),
                        new Health("network", true, true, ""),
                        new Health("compute", true, false, "it starts guests"),
                        new Health("backup", true, true, ""),
                        new Health("metrics", true, true, ""),
                        new Health("node", true, true, ""),
                        new Health("gateway", true, true, "")),
                dispatcher.dispatch(HealthApi.HEALTH, ROOT, Map.of()));
    }

    @Test
    void metrics_of_all_processes_that_answer_come_as_one_text() throws Exception {
        new GatewayMetrics(ofGateway, Clock.systemUTC()).leave(new Meters("gateway"));
        String text = metrics();
        for (String process : List.of("node", "compute", "gateway")) {
            assertTrue(text.contains("process_uptime_seconds{process=\"" + process + "\"}"), process);
        }
        assertEquals(
                1,
                text.lines()
                        .filter(l -> l.startsWith("# TYPE process_uptime_seconds "))
                        .count());
    }

    @Test
    void a_gateway_that_left_nothing_for_a_while_is_not_healthy_and_a_link_is_not_followed() throws Exception {
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
        GatewayMetrics gateway = new GatewayMetrics(ofGateway, later);
        gateway.leave(new Meters("gateway"));
        assertEquals(Optional.empty(), gateway.text());
        Files.delete(ofGateway);
        Files.createSymbolicLink(ofGateway, Files.writeString(folder.resolve("elsewhere"), "x 1"));
        assertEquals(Optional.empty(), new GatewayMetrics(ofGateway, Clock.systemUTC()).text());
    }

    private String metrics() throws Exception {
        Download download = assertInstanceOf(Download.class, dispatcher.dispatch(HealthApi.METRICS, ROOT, Map.of()));
        return Files.readString(download.file());
    }
}
