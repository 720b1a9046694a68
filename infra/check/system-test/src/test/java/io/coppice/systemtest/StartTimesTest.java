package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long {@code up} takes with packages and build there: under 20 s on the first start, under 8 s later. On a machine that
 * is busy with something else, the bounds grow as the start of an empty JVM does.
 */
class StartTimesTest {
    private static final Duration FIRST = Duration.ofSeconds(20);
    private static final Duration LATER = Duration.ofSeconds(8);

    /** What an empty JVM takes on a machine that counts as idle. */
    private static final Duration EMPTY_JVM = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private interface Work {
        void run() throws Exception;
    }

    @Test
    void the_first_start_and_later_ones_are_quick() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        RunningNode.asShipped(folder.resolve("build")).close(); // builds what is missing, which does not count

        long before = System.nanoTime();
        RunningNode node = RunningNode.asShipped(folder.resolve("data"));
        assertWithin(FIRST, before, "the first start");
        node.down();
        assertWithin(LATER, node::start, "a later start");
        node.close();
    }

    private void assertWithin(Duration bound, Work work, String what) throws Exception {
        long before = System.nanoTime();
        work.run();
        assertWithin(bound, before, what);
    }

    private void assertWithin(Duration bound, long sinceNanos, String what) throws Exception {
        double seconds = (System.nanoTime() - sinceNanos) / 1e9;
        double slow = Math.max(1, emptyJvm() / (double) EMPTY_JVM.toNanos());
        assertTrue(
                seconds < bound.toSeconds() * slow,
                "%s took %.1f s; %d s were allowed on a machine that is %.1f times slower than an idle one"
                        .formatted(what, seconds, bound.toSeconds(), slow));
    }

    /** The slowest of three, in nanoseconds. */
    private long emptyJvm() throws Exception {
        long slowest = 0;
        for (int i = 0; i < 3; i++) {
            long before = System.nanoTime();
            Programs.run(folder, Map.of(), 60, System.getProperty("java.home") + "/bin/java", "-version");
            slowest = Math.max(slowest, System.nanoTime() - before);
        }
        return slowest;
    }
}
