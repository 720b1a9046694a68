package io.coppice.store.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.NodeName;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code -Dstore.kills=60} for a longer run. */
@Execution(ExecutionMode.CONCURRENT)
class KillTest {
    private static final int KILLS = Integer.getInteger("store.kills", 2);

    @TempDir
    Path temp;

    @Test
    void killed_at_any_moment_it_keeps_what_it_acknowledged() throws Exception {
        Random random = new Random(42);
        Path dir = temp.resolve("store");
        TreeMap<Integer, Child.Told> last = new TreeMap<>();
        int from = 0;
        for (int i = 0; i < KILLS; i++) {
            List<Child.Told> told = new ArrayList<>();
            try (Child child = Child.start(dir, from, temp.resolve("log"))) {
                told.addAll(child.read(30_000, 1 + random.nextInt(1500)));
                told.addAll(child.kill());
            }
            assertTrue(!told.isEmpty(), () -> "it said nothing: " + log());
            told.forEach(t -> last.put(t.writer(), t));
            from = 1 + last.values().stream().mapToInt(Child.Told::value).max().orElseThrow();
            verify(dir, last);
        }
    }

    private static void verify(Path dir, TreeMap<Integer, Child.Told> last) throws Exception {
        try (Store store = Stores.open(dir, new NodeName("pve1"), Child.OPTIONS)) {
            for (Child.Told t : last.values()) {
                String text =
                        store.image().find("ha/" + t.writer()).orElseThrow().text();
                int found = Integer.parseInt(text.substring(0, text.indexOf(' ')));
                assertTrue(found >= t.value(), () -> t + " was acknowledged, but there is " + found);
                Outcome again = store.submit(Child.change(t.writer(), t.value()));
                assertTrue(again instanceof Outcome.Done, again::toString);
                assertEquals(
                        t.outcome(), "done " + ((Outcome.Done) again).revision().number());
            }
        }
    }

    @Test
    void when_writing_fails_it_says_so_and_comes_back_when_it_can() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "there is no prlimit");
        Path dir = temp.resolve("store");
        try (Child child = Child.start(dir, 0, temp.resolve("log"), "/usr/bin/prlimit", "--fsize=unlimited")) {
            readUntil(child, true);
            // so little that a new segment of the log, which a restart begins, cannot be written either
            limitFiles(child, "20000");
            Child.Told failed = readUntil(child, false);
            assertTrue(failed.outcome().contains("the log cannot be written"), failed::toString);
            limitFiles(child, "unlimited");
            Child.Told back = readUntil(child, true);
            TreeMap<Integer, Child.Told> last = new TreeMap<>();
            last.put(back.writer(), back);
            child.kill();
            verify(dir, last);
        }
    }

    private static void limitFiles(Child child, String bytes) throws Exception {
        new ProcessBuilder("/usr/bin/prlimit", "--pid", Long.toString(child.pid()), "--fsize=" + bytes + ":unlimited")
                .start()
                .waitFor();
    }

    private Child.Told readUntil(Child child, boolean done) throws Exception {
        long until = System.nanoTime() + 60_000_000_000L;
        while (System.nanoTime() < until) {
            for (Child.Told t : child.read(60_000, 1)) {
                if (t.outcome().startsWith("done") == done) {
                    return t;
                }
            }
        }
        throw new AssertionError("not so after a minute: " + log());
    }

    private String log() {
        try {
            return Files.readString(temp.resolve("log"));
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
