package io.coppice.storage.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.coppice.contract.api.storage.DownloadApi;
import io.coppice.storage.TestNode;
import io.coppice.storage.Tree;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads from a real web server on loopback. */
final class DownloadTest {
    private static final String DOWNLOAD = "POST /nodes/{node}/storage/{storage}/download-url";
    private static final byte[] DATA = "an image of a disk".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
    private TestNode node;
    private HttpServer server;

    @TempDir
    private Path base;

    @BeforeEach
    void open() throws IOException {
        node = new TestNode(base);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/a.iso", exchange -> send(exchange, DATA.length, DATA));
        server.createContext("/short.iso", exchange -> send(exchange, DATA.length + 10L, DATA));
        server.createContext("/to/a", exchange -> redirect(exchange, "/a.iso"));
        server.createContext("/round", exchange -> redirect(exchange, "/round"));
        server.createContext("/file", exchange -> redirect(exchange, "file:///etc/passwd"));
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        node.close();
    }

    private static void send(HttpExchange exchange, long said, byte[] data) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().add("Content-Type", "application/x-iso9660-image");
        if (head) {
            exchange.getResponseHeaders().add("Content-Length", Long.toString(said));
        }
        exchange.sendResponseHeaders(200, head ? -1 : said);
        if (!head) {
            exchange.getResponseBody().write(data);
        }
        exchange.close();
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private Map<String, Object> of(String path, String... more) {
        Map<String, Object> all =
                new HashMap<>(Map.of("storage", "local", "content", "iso", "filename", "debian.iso", "url", url(path)));
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private String end(Map<String, Object> in) throws Exception {
        return node.end(String.valueOf(node.call(TestNode.ROOT, DOWNLOAD, in)));
    }

    @Test
    void a_file_is_fetched_through_a_redirection_and_gets_its_name() throws Exception {
        assertEquals("OK", end(of("/to/a")));
        assertArrayEquals(DATA, Files.readAllBytes(node.root.resolve("template/iso/debian.iso")));
        assertEquals(1, Tree.of(node.root).size());
        assertTrue(end(of("/a.iso")).startsWith("refusing to override existing file"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/none.iso", "/short.iso", "/round", "/file"})
    void what_fails_leaves_nothing(String path) throws Exception {
        String end = end(of(path));
        assertFalse(end.equals("OK"), end);
        assertEquals(Map.of(), Tree.of(node.root), end);
    }

    @Test
    void a_wrong_checksum_leaves_nothing() throws Exception {
        assertTrue(end(of("/a.iso", "checksum", "00", "checksum-algorithm", "sha256"))
                .startsWith("checksum mismatch"));
        assertEquals(Map.of(), Tree.of(node.root));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://127.0.0.1/a.iso",
                "http://",
                "http:///a.iso",
                "http://a b/",
                "gopher://x"
            })
    void what_is_not_of_the_web_is_refused(String url) {
        Map<String, Object> in = of("/a.iso");
        in.put("url", url);
        String refusal = node.refusal(TestNode.ROOT, DOWNLOAD, in);
        assertTrue(refusal.startsWith("400 ") && refusal.contains("url="), refusal);
    }

    @Test
    void names_and_contents_are_those_of_uploads() {
        assertTrue(node.refusal(TestNode.ROOT, DOWNLOAD, of("/a.iso", "filename", "a.txt"))
                .contains("filename="));
        assertTrue(node.refusal(TestNode.ROOT, DOWNLOAD, of("/a.iso", "content", "backup"))
                .contains("content="));
        assertTrue(node.refusal(TestNode.ROOT, DOWNLOAD, of("/a.iso", "compression", "gz"))
                .contains("compression="));
    }

    @Test
    void who_may_not_make_the_node_reach_out_does_not() throws Exception {
        node.access(
                "user:some@pve:1:0::::::",
                "user:reaches@pve:1:0::::::",
                "role:reach:Sys.AccessNetwork:",
                "acl:1:/storage/local:some@pve:PVEDatastoreAdmin:",
                "acl:1:/storage/local:reaches@pve:PVEDatastoreAdmin:",
                "acl:1:/nodes/pve1:reaches@pve:reach:");
        assertTrue(node.refusal("some@pve", DOWNLOAD, of("/a.iso")).startsWith("403 "));
        assertEquals("OK", node.end(String.valueOf(node.call("reaches@pve", DOWNLOAD, of("/a.iso")))));
    }

    @Test
    void a_server_is_asked_before() {
        String ask = "GET /nodes/{node}/query-url-metadata";
        Object metadata = node.call(TestNode.ROOT, ask, Map.of("url", url("/to/a")));
        assertEquals(
                new DownloadApi.Metadata(
                        Optional.of("a.iso"), Optional.of("application/x-iso9660-image"), Optional.of((long)
                                DATA.length)),
                Objects.requireNonNull(metadata));
        assertTrue(node.refusal(TestNode.ROOT, ask, Map.of("url", url("/none"))).contains("404"));
    }
}
