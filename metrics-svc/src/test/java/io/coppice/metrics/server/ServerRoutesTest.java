package io.coppice.metrics.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.access.Identity;
import io.coppice.contract.api.metrics.MetricServersApi;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Settings;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.store.Change;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server is asked whether it takes figures as often as it has to be, though others change its definition meanwhile. */
class ServerRoutesTest {
    private static final String PATH = "status.cfg:lake";
    private static final Caller ROOT =
            new Caller(new Identity.Nobody(), (path, privilege) -> true, new Credential.Ticket("t"), "192.0.2.9");

    @TempDir
    Path dir;

    private final MemoryStore store = new MemoryStore();
    private final List<Map<String, String>> asked = new ArrayList<>();

    /** What others make of the definition while a server is asked, one after the other. */
    private final List<String> others = new ArrayList<>();

    private ServerRoutes routes;

    @BeforeEach
    void open() throws Exception {
        routes = new ServerRoutes(new Definitions(store, Sealer.withKeyring(dir.resolve("keyring"))), definition -> {
            asked.add(definition.options());
            if (!others.isEmpty()) {
                put(others.removeFirst());
            }
            if (definition.port() == 1) {
                throw Refused.badParameter("server", "it cannot be reached");
            }
        });
        put("graphite: lake\n\tport 2003\n\tserver 192.0.2.1\n");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void put(String text) {
        store.submit(Change.by(Service.METRICS, "root@pam").put(PATH, text).build());
    }

    private void update(Map<String, String> options) {
        routes.update(ROOT, new MetricServersApi.Update("lake", List.of(), Optional.empty(), new Settings(options)));
    }

    private String text() {
        return store.image().find(PATH).orElseThrow().text();
    }

    @Test
    void it_is_asked_once_though_the_change_is_overtaken_by_the_same_one() {
        others.add("graphite: lake\n\tport 2004\n\tserver 192.0.2.1\n");
        others.add("graphite: lake\n\tport 2005\n\tserver 192.0.2.1\n");
        update(Map.of("port", "2006"));
        assertEquals(List.of(Map.of("server", "192.0.2.1", "port", "2006")), asked);
        assertEquals("graphite: lake\n\tport 2006\n\tserver 192.0.2.1\n", text());
    }

    @Test
    void one_that_comes_out_otherwise_than_it_was_asked_for_is_asked_too() {
        others.add("graphite: lake\n\tport 1\n\tserver 192.0.2.1\n");
        assertThrows(Refused.class, () -> update(Map.of("timeout", "3")));
        assertEquals(
                List.of("2003", "1"), asked.stream().map(o -> o.get("port")).toList());
        assertEquals("graphite: lake\n\tport 1\n\tserver 192.0.2.1\n", text());
    }
}
