package io.coppice.testkit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the small web server that comes with Java. */
class RealServerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private ServerPlan plan(int port, String address) {
        List<String> argv = List.of("-m", "jdk.httpserver", "-b", address, "-p", "" + port, "-d", folder.toString());
        return new ServerPlan(
                "web",
                port,
                folder,
                List.of(),
                ServerPlan.javaImage(),
                with(ServerPlan.JAVA_IN_IMAGE, argv),
                with(Path.of(System.getProperty("java.home"), "bin/java").toString(), argv));
    }

    private static List<String> with(String java, List<String> rest) {
        List<String> argv = new ArrayList<>(List.of(java));
        argv.addAll(rest);
        return argv;
    }

    private static String get(int port) throws Exception {
        URI page = URI.create("http://127.0.0.1:" + port + "/page.txt");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void it_answers_from_its_folder_until_it_is_closed() throws Exception {
        Files.writeString(folder.resolve("page.txt"), "a page");
        int port = RealServer.freePort();
        try (RealServer server = RealServer.start(plan(port, "127.0.0.1"), PATIENCE)) {
            assertEquals("a page", get(port));
            assertTrue(server.which().startsWith("process ") || server.which().startsWith("container "));
        }
        assertThrows(IOException.class, () -> get(port));
    }

    @Test
    void one_that_ends_is_told_with_its_last_words() throws Exception {
        int port = RealServer.freePort();
        IOException ended = assertThrows(IOException.class, () -> RealServer.start(plan(port, "nowhere"), PATIENCE));
        assertTrue(String.valueOf(ended.getMessage()).contains("web has ended"), ended.getMessage());
        assertTrue(String.valueOf(ended.getMessage()).contains("nowhere"), ended.getMessage());
    }
}
