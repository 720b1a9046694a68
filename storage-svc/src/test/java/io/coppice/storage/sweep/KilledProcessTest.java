package io.coppice.storage.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.storage.TestNode;
import io.coppice.storage.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a real process that works on a storage, again and again on the same files, {@code -Dcoppice.kills} times with the
 * seed that it prints: what was acknowledged is there, nothing else stays.
 */
final class KilledProcessTest {
    private static final int KILLS = Integer.getInteger("coppice.kills", 4);

    @TempDir
    private Path base;

    @Test
    void after_a_kill_at_any_moment_no_stray_file_stays_and_nothing_acknowledged_is_missing() throws Exception {
        long seed = Long.getLong("coppice.seed", System.nanoTime());
        Random random = new Random(seed);
        Set<String> acknowledged = new TreeSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            long own = seed + kill;
            Set<String> undecided = work(own, random.nextInt(700), acknowledged);
            Set<String> found = afterwards();
            String what = "kill " + kill + " of seed " + seed;
            Set<String> missing = new TreeSet<>(acknowledged);
            missing.removeAll(found);
            assertEquals(Set.of(), missing, what);
            Set<String> strange = new TreeSet<>(found);
            strange.removeAll(acknowledged);
            strange.removeIf(name -> undecided.contains(name) || isOf(name, own));
            assertEquals(Set.of(), strange, what + ", expected " + acknowledged);
            acknowledged.addAll(found);
        }
    }

    /** Made whole by a task that went on, though its process could not say so any more. */
    private static boolean isOf(String name, long seed) {
        return name.matches(".*vm-\\d+-" + seed + "-\\d+\\..*");
    }

    /** @return volumes whose removal was asked for and not answered */
    private Set<String> work(long seed, int millis, Set<String> acknowledged) throws Exception {
        Path said = base.resolve("worker.out");
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledWorker.class.getName(),
                        base.toString(),
                        Long.toString(seed))
                .redirectError(base.resolve("worker.err").toFile())
                .redirectOutput(said.toFile())
                .start();
        try {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (Files.size(said) == 0) {
                assertTrue(worker.isAlive() && System.nanoTime() < until, this::errors);
                boolean ended = worker.waitFor(10, TimeUnit.MILLISECONDS);
                assertTrue(!ended, this::errors);
            }
            boolean ended = worker.waitFor(millis, TimeUnit.MILLISECONDS);
            assertTrue(!ended, this::errors);
        } finally {
            worker.destroyForcibly();
            worker.waitFor();
        }
        return read(Files.readString(said), acknowledged);
    }

    /** A last line without its end was cut off with its process. */
    private static Set<String> read(String said, Set<String> acknowledged) {
        Set<String> removing = new TreeSet<>();
        for (String line :
                said.substring(0, said.lastIndexOf('\n') + 1).lines().skip(1).toList()) {
            String name = line.substring(line.indexOf(' ') + 1);
            switch (line.substring(0, line.indexOf(' '))) {
                case "made" -> acknowledged.add(name);
                case "removing" -> {
                    acknowledged.remove(name);
                    removing.add(name);
                }
                default -> removing.remove(name);
            }
        }
        return removing;
    }

    private String errors() {
        try {
            return Files.readString(base.resolve("worker.err"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** A new process's start: unfinished tasks go on, then a sweep. */
    private Set<String> afterwards() throws Exception {
        try (TestNode node = new TestNode(base, n -> List.of(new KilledWorker.Make(n)))) {
            node.settle();
            node.service.sweep();
            Set<String> found = new TreeSet<>();
            for (String file : Tree.of(node.root).keySet()) {
                found.add(file.replace("images/", "").replace("template/iso/", "iso/"));
            }
            return found;
        }
    }
}
