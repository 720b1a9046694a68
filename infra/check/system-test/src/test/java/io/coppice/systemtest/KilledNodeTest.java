package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a node's processes while clients change things, at moments from a printed seed: {@code -Dcoppice.crash.seed=N}
 * repeats them, {@code -Dcoppice.crash.kills=100} is the long form,
 * {@code -Dcoppice.crash.split=true} kills a node whose services have a process each. What was acknowledged is there, what was refused is
 * not, tasks end as they say, nothing half-made stays, and a running guest does not notice.
 */
class KilledNodeTest {
    private static final long SEED = Long.getLong("coppice.crash.seed", System.nanoTime());
    private static final int KILLS = Integer.getInteger("coppice.crash.kills", 4);
    private static final boolean SPLIT = Boolean.getBoolean("coppice.crash.split");

    @TempDir
    Path folder;

    @Test
    void what_was_acknowledged_outlives_kills() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        assumeTrue(Programs.has("qemu-system-x86_64") && Programs.has("xorriso"), "there is no QEMU or no xorriso");
        Random random = new Random(SEED);
        String[] options = SPLIT ? new String[] {"--split"} : new String[0];
        String[] processes = (SPLIT ? "node auth storage compute gateway" : "node gateway").split(" ");
        try (RunningNode node = RunningNode.up(folder.resolve("data"), options);
                Counting guest = Counting.start(node, folder)) {
            Clients clients = new Clients(node);
            for (int kill = 0; kill < KILLS; kill++) {
                String victim = victim(processes, random);
                String what = "kill " + kill + " of " + victim + ", -Dcoppice.crash.seed=" + SEED;
                clients.workUntil(random, () -> kill(node, victim));
                node.start();
                clients.compare(what);
                guest.hasNotNoticed(what);
            }
            assertTrue(clients.acknowledged() > KILLS, "the clients did nothing");
            System.out.println("the guest has counted to " + guest.counted());
            guest.stop();
        }
    }

    /** One of the processes, or all of them at once. */
    private static String victim(String[] processes, Random random) {
        int which = random.nextInt(processes.length + 1);
        return which == processes.length ? String.join(" ", processes) : processes[which];
    }

    private static void kill(RunningNode node, String victim) throws Exception {
        for (String process : victim.split(" ")) {
            long pid = node.pid(process);
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            Await.until(
                    "the end of " + process,
                    Duration.ofSeconds(20),
                    () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        }
    }
}
