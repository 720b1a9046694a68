package io.coppice.node.link;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.ServiceClient;
import io.coppice.testkit.Eventually;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A call whose node is lost fails soon: it never waits for what will not come. */
@Timeout(240)
class LostLinkTest {
    private static final int SOON_SECONDS = 20;
    private LinkedNode one;
    private LinkedNode two;

    @BeforeEach
    void two(@TempDir Path dir) throws Exception {
        one = new LinkedNode("pve1", Files.createDirectories(dir.resolve("pve1")));
        two = new LinkedNode("pve2", Files.createDirectories(dir.resolve("pve2")));
        one.roster.set(List.of(one.peer(), two.peer()));
        two.roster.set(List.of(one.peer(), two.peer()));
        Eventually.that("both reach both", () -> one.reaches(two) && two.reaches(one));
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    private CompletableFuture<ServiceClient.Answered> call() {
        Dispatcher.Call say = new Dispatcher.Call(
                LinkedNode.SAY.toString(), Map.of("text", "hello"), new Credential.Ticket("t-1"), "192.0.2.9", null);
        return one.to(two).send(LinkedNode.SAY, say).toCompletionStage().toCompletableFuture();
    }

    @Test
    void one_whose_connection_is_still_being_made() throws Exception {
        int port = two.port();
        two.stopListening();
        List<CompletableFuture<ServiceClient.Answered>> calls = new ArrayList<>();
        // its connections are taken, and nobody ever says a word on them
        try (ServerSocket hole = new ServerSocket(port, 200, InetAddress.getByName("127.0.0.1"))) {
            assertTrue(hole.isBound());
            while (one.reaches(two)) {
                calls.add(call());
                TimeUnit.MILLISECONDS.sleep(50);
            }
            for (CompletableFuture<ServiceClient.Answered> call : calls) {
                Throwable why = assertThrows(ExecutionException.class, () -> call.get(SOON_SECONDS, TimeUnit.SECONDS))
                        .getCause();
                assertInstanceOf(
                        Failure.Unavailable.class,
                        assertInstanceOf(Refused.class, why).failure());
            }
        }
        assertTrue(calls.size() > 3, "too few calls: " + calls.size());
    }
}
