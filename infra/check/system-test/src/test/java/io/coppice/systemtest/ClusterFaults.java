package io.coppice.systemtest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What befalls the nodes of a rig, from a seed. One thread. */
final class ClusterFaults {
    private final ClusterRig rig;
    private final int nodes;
    private final Random random;
    private final List<String> story = new ArrayList<>();
    private final long begun = System.nanoTime();

    ClusterFaults(ClusterRig rig, int nodes, long seed) {
        this.rig = rig;
        this.nodes = nodes;
        this.random = new Random(seed);
    }

    /** What befell them, in order. */
    List<String> story() {
        return List.copyOf(story);
    }

    /** Goes on until it is over; then all nodes run and reach each other. */
    void run(BooleanSupplier over) throws Exception {
        while (!over.getAsBoolean()) {
            int one = 1 + random.nextInt(nodes);
            int other = 1 + (one + random.nextInt(nodes - 1)) % nodes;
            switch (random.nextInt(5)) {
                case 0, 1 -> kill(one);
                case 2 -> stop(one);
                case 3 -> cut(one);
                default -> both(one, other);
            }
            pause(500, 3500);
        }
    }

    private void kill(int node) throws Exception {
        tell("kill pve" + node);
        rig.kill(node);
        pause(0, 4000);
        tell("start pve" + node);
        rig.start(node);
    }

    private void stop(int node) throws Exception {
        tell("stop pve" + node);
        rig.signal(node, "STOP");
        pause(200, 6000);
        tell("let pve" + node + " go on");
        rig.signal(node, "CONT");
    }

    private void cut(int node) throws Exception {
        tell("cut off pve" + node);
        rig.cut(node);
        pause(500, 8000);
        tell("heal pve" + node);
        rig.heal(node);
    }

    /** No majority is left for a while. */
    private void both(int cut, int stopped) throws Exception {
        tell("cut off pve" + cut + " and stop pve" + stopped);
        rig.cut(cut);
        rig.signal(stopped, "STOP");
        pause(500, 4000);
        tell("both are back");
        rig.signal(stopped, "CONT");
        rig.heal(cut);
    }

    private void tell(String what) {
        story.add(Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms: " + what);
    }

    private void pause(int atLeast, int atMost) {
        LockSupport.parkNanos(
                Duration.ofMillis(atLeast + random.nextInt(atMost - atLeast)).toNanos());
    }
}
