package io.coppice.storage.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.coppice.servicekit.host.HostCommands;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate that nobody vouches for. */
final class HttpSourceTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private final HttpSource source = new HttpSource();
    private HttpsServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws Exception {
        Path keys = folder.resolve("keys.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin/keytool").toString();
        assertTrue(new HostCommands()
                .run(
                        List.of(
                                keytool,
                                "-genkeypair",
                                "-alias",
                                "a",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=elsewhere",
                                "-keystore",
                                keys.toString(),
                                "-storepass",
                                "changeit",
                                "-storetype",
                                "PKCS12"),
                        Duration.ofSeconds(60))
                .ok());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/a", exchange -> {
            exchange.getResponseHeaders().add("Content-Disposition", "attachment; filename=\"dir/b.iso\"");
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write(new byte[] {1, 2, 3});
            exchange.close();
        });
        server.createContext("/down", exchange -> {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1/a");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private URI at(String path) {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Test
    void such_a_server_is_believed_only_by_who_says_so() throws Exception {
        assertThrows(SSLException.class, () -> source.ask(at("/a"), true, true));
        try (Source.Answer answer = source.ask(at("/a"), false, true)) {
            assertArrayEquals(new byte[] {1, 2, 3}, answer.content().readAllBytes());
            assertEquals("b.iso", answer.filename().orElseThrow());
        }
        assertThrows(SSLException.class, () -> source.ask(at("/a"), true, true), "and only that once");
    }

    @Test
    void nobody_is_sent_from_tls_to_none() {
        IOException refused = assertThrows(IOException.class, () -> source.ask(at("/down"), false, true));
        assertTrue(refused.getMessage().contains("from https to http"), refused::getMessage);
    }
}
