package io.coppice.node.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As those who hold the truth ask each other: from threads that are no event loops, and often. */
class AsksTest {
    private static final int THREADS = 4;
    private static final int EACH = 4_000;
    private static final int PATIENCE_MILLIS = 60_000;

    @Test
    void of_many_asks_at_a_time_each_is_answered(@TempDir Path folder) throws Exception {
        try (LinkedNode one = new LinkedNode("pve1", folder.resolve("1"));
                LinkedNode two = new LinkedNode("pve2", folder.resolve("2"));
                ExecutorService askers = Executors.newFixedThreadPool(THREADS)) {
            LinkedNode.join(one, two);
            Link link = one.links.to(two.name).orElseThrow();
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String name = "asker " + i + " asks for the time number ";
                all.add(askers.submit(() -> ask(link, name)));
            }
            for (Future<Integer> asked : all) {
                assertEquals(EACH, asked.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
            }
        }
    }

    /** Whoever asks has looked it up, and it is closed before it asks. */
    @Test
    void what_is_asked_of_a_link_that_was_closed_fails_and_throws_nothing(@TempDir Path folder) throws Exception {
        try (LinkedNode one = new LinkedNode("pve1", folder.resolve("1"));
                LinkedNode two = new LinkedNode("pve2", folder.resolve("2"))) {
            one.roster.set(List.of(one.peer(), two.peer()));
            Link link = one.links.to(two.name).orElseThrow();
            one.roster.set(List.of(one.peer()));
            assertTrue(fails(link.askTruth(new byte[1], PATIENCE_MILLIS)));
            assertTrue(fails(link.call(HttpMethod.POST, LinkedNode.ASK)));
            assertTrue(fails(link.tunnel(LiveTunnels.PATH, "coppice-live")));
        }
    }

    private static boolean fails(io.vertx.core.Future<?> asked) throws Exception {
        return asked.transform(done -> io.vertx.core.Future.succeededFuture(done.failed()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_MILLIS / 2, TimeUnit.MILLISECONDS);
    }

    private static int ask(Link link, String what) throws Exception {
        int answered = 0;
        for (int i = 0; i < EACH; i++) {
            Buffer question = Buffer.buffer(what + i);
            Buffer answer = link.ask(LinkedNode.ASK, question, PATIENCE_MILLIS)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_MILLIS / 2, TimeUnit.MILLISECONDS);
            assertTrue(question.equals(answer), "the answer to another question");
            answered++;
        }
        return answered;
    }
}
