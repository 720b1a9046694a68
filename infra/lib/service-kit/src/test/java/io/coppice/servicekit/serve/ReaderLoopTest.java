package io.coppice.servicekit.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.access.Identity;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.ReadStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pipe whose ends are on different event loops may miss that there is room again: so what comes, comes on the reader's. */
@Timeout(120)
class ReaderLoopTest {
    record Nothing() {}

    /** Loops are given out in turn: by chance alone it would not be the right one so often. */
    private static final int TIMES = 16;

    private static final int SECONDS = 30;

    @SuppressWarnings("rawtypes")
    private static final Endpoint<Nothing, List> LIST = Endpoint.get("/list", Nothing.class, List.class)
            .allow(Guard.everyone())
            .servedBy(Service.COMPUTE)
            .build();

    private static final Endpoint<Nothing, Object> FILE = Endpoint.get("/file", Nothing.class, Object.class)
            .allow(Guard.everyone())
            .servedBy(Service.COMPUTE)
            .build();

    private static final Endpoint<Nothing, Tunnel> CONSOLE = Endpoint.get("/console", Nothing.class, Tunnel.class)
            .allow(Guard.everyone())
            .servedBy(Service.COMPUTE)
            .build();

    private static final RenderedList LONG =
            new RenderedList(Collections.nCopies(50_000, new byte[] {'{', '"', 'a', '"', ':', '1', '}'}));

    private static final Gatekeeper OPEN = new Gatekeeper() {
        @Override
        public Caller admit(Credential credential, String client) {
            return new Caller(new Identity.Internal("somebody"), Fixtures.everything(), credential, client);
        }

        @Override
        public List<Guard.Rule> decide(Guard guard, Caller caller, Map<String, Object> parameters) {
            return List.of();
        }
    };

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Boolean> right = ConcurrentHashMap.newKeySet();
    private ServiceServer service;
    private ServiceClient services;

    @BeforeEach
    void listen(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[300_000]);
        Path console = folder.resolve("console.sock");
        Routes routes = new Routes()
                .serve(LIST, (caller, in) -> LONG)
                .serve(FILE, (caller, in) -> new Download("file", "text/plain", file))
                .serve(
                        CONSOLE,
                        (caller, in) -> new Tunnel(console, Tunnel.Dialect.BYTES, "", new CompletableFuture<>()));
        NetServer speaking = vertx.createNetServer().connectHandler(one -> one.write(Buffer.buffer(new byte[300_000])));
        speaking.listen(SocketAddress.domainSocketAddress(console.toString()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(SECONDS, TimeUnit.SECONDS);
        service = ServiceServer.listen(
                vertx,
                Files.createDirectories(folder.resolve("compute")).resolve("api.sock"),
                new Dispatcher(routes, OPEN),
                new ServiceServer.Admits(false, Set.of((Integer) Files.getAttribute(folder, "unix:uid"))),
                () -> "",
                workers);
        services = new ServiceClient(vertx, folder, "api.sock", new NodeName("pve1"));
    }

    @AfterEach
    void close() throws Exception {
        service.close();
        workers.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    private static Dispatcher.Call call(Endpoint<?, ?> endpoint) {
        return new Dispatcher.Call(endpoint.toString(), Map.of(), new Credential.None(), "", null);
    }

    /** One that is not the thread's own. */
    private Context reader() throws Exception {
        return workers.submit(vertx::getOrCreateContext).get(SECONDS, TimeUnit.SECONDS);
    }

    private void read(ReadStream<Buffer> bytes, Context reader, long length) throws Exception {
        CompletableFuture<Long> whole = new CompletableFuture<>();
        long[] sum = {0};
        bytes.handler(part -> {
            right.add(reader.equals(Vertx.currentContext()));
            sum[0] += part.length();
            if (sum[0] == length) {
                whole.complete(sum[0]);
            }
        });
        bytes.resume();
        assertEquals(length, whole.get(SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void a_long_list_comes_on_the_event_loop_of_who_passes_it_on() throws Exception {
        for (int i = 0; i < TIMES; i++) {
            Context reader = reader();
            ServiceClient.Large large =
                    services.sendAndWait(LIST, call(LIST), true, reader).large().orElseThrow();
            read(large.bytes(), reader, large.length());
        }
        assertEquals(Set.of(true), right);
    }

    @Test
    void so_does_a_file() throws Exception {
        for (int i = 0; i < TIMES; i++) {
            Context reader = reader();
            ServiceClient.Incoming file =
                    services.sendAndWait(FILE, call(FILE), false, reader).file().orElseThrow();
            read(file.bytes(), reader, 300_000);
        }
        assertEquals(Set.of(true), right);
    }

    @Test
    void so_does_what_a_console_says() throws Exception {
        for (int i = 0; i < TIMES; i++) {
            Context reader = reader();
            NetSocket socket =
                    services.tunnelAndWait(CONSOLE, call(CONSOLE), reader).socket();
            read(socket, reader, 300_000);
            socket.close();
        }
        assertEquals(Set.of(true), right);
    }
}
