package io.coppice.systemtest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What befalls the nodes of a rig, from a seed. One thread. */
final class ClusterFaults {
    private static final Duration LONG = Duration.ofMinutes(3);

    /** Each befalls some node before one comes again. */
    private enum Fault {
        KILL,
        KILL_AGAIN,
        STOP,
        CUT,
        CUT_ONE_WAY,
        NO_MAJORITY,
        FULL_DISK,
        OLD_DISK,
        WRONG_CLOCK,
        START_BY_A_WRONG_CLOCK
    }

    private final ClusterRig rig;
    private final ClusterDisks disks;
    private final int nodes;
    private final Random random;
    private final List<String> story = new ArrayList<>();
    private final List<Long> restarts = new ArrayList<>();
    private final List<Long> kills = new ArrayList<>();
    private final Deque<Fault> deck = new ArrayDeque<>();
    private final long begun = System.nanoTime();

    ClusterFaults(ClusterRig rig, ClusterDisks disks, int nodes, long seed) {
        this.rig = rig;
        this.disks = disks;
        this.nodes = nodes;
        this.random = new Random(seed);
    }

    /** What befell them, in order. */
    List<String> story() {
        return List.copyOf(story);
    }

    /** How long each node that was killed took to answer, from when it was started again, in milliseconds. */
    List<Long> restarts() {
        return List.copyOf(restarts);
    }

    /** When nodes were killed, as {@link System#nanoTime} has it. */
    List<Long> kills() {
        return List.copyOf(kills);
    }

    /** Goes on until it is over; then all nodes run and reach each other. */
    void run(BooleanSupplier over) throws Exception {
        while (!over.getAsBoolean()) {
            int one = 1 + random.nextInt(nodes);
            int other = 1 + (one + random.nextInt(nodes - 1)) % nodes;
            switch (next()) {
                case KILL, KILL_AGAIN -> kill(one);
                case STOP -> stop(one);
                case CUT -> cut(one);
                case CUT_ONE_WAY -> cutOneWay(one, other);
                case NO_MAJORITY -> both(one, other);
                case FULL_DISK -> fill(one, random.nextBoolean() ? 0 : 100);
                case OLD_DISK -> putBack(one);
                case WRONG_CLOCK -> moveClock(one, hours());
                case START_BY_A_WRONG_CLOCK -> startAt(one, hours());
            }
            pause(500, 3500);
        }
    }

    private Fault next() {
        if (deck.isEmpty()) {
            List<Fault> all = new ArrayList<>(Arrays.asList(Fault.values()));
            if (!rig.hasClocks()) {
                tell("no clock is moved: there is no libfaketime");
                all.removeAll(List.of(Fault.WRONG_CLOCK, Fault.START_BY_A_WRONG_CLOCK));
            }
            Collections.shuffle(all, random);
            deck.addAll(all);
        }
        return deck.remove();
    }

    private void kill(int node) throws Exception {
        tell("kill pve" + node);
        kills.add(System.nanoTime());
        rig.kill(node);
        pause(0, 4000);
        start(node);
    }

    private void start(int node) throws Exception {
        tell("start pve" + node);
        long began = System.nanoTime();
        rig.start(node);
        restarts.add(Duration.ofNanos(System.nanoTime() - began).toMillis());
        tell("pve" + node + " answers");
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

    private void cutOneWay(int from, int to) throws Exception {
        tell("nothing gets from pve" + from + " to pve" + to);
        rig.deafen(from, to);
        pause(500, 8000);
        tell("heal pve" + from);
        rig.hear(from);
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

    /** Some hours back or on, never none. */
    private int hours() {
        int hours = 1 + random.nextInt(12);
        return random.nextBoolean() ? hours : -hours;
    }

    /** A node's clock jumps while it runs, and back. */
    private void moveClock(int node, int hours) throws Exception {
        tell("the clock of pve" + node + " moves by " + hours + " hours");
        rig.moveClock(node, hours);
        pause(2000, 8000);
        tell("the clock of pve" + node + " is right again");
        rig.moveClock(node, 0);
    }

    private void startAt(int node, int hours) throws Exception {
        tell("kill pve" + node);
        rig.kill(node);
        tell("the clock of pve" + node + " moves by " + hours + " hours");
        rig.moveClock(node, hours);
        start(node);
        pause(2000, 8000);
        tell("the clock of pve" + node + " is right again");
        rig.moveClock(node, 0);
    }

    private void fill(int node, int leaveMib) throws Exception {
        tell("the disk of pve" + node + " has " + leaveMib + " MiB left");
        disks.fill(node, leaveMib);
        pause(2000, 8000);
        tell("the disk of pve" + node + " has room");
        disks.empty(node);
    }

    /**
     * A node's store as it was some time ago: the first time it is only copied. Nothing else befalls anybody until it has
     * caught up: what only it and one other had acknowledged that other alone has meanwhile, and its loss would be one.
     */
    private void putBack(int node) throws Exception {
        tell("kill pve" + node);
        rig.kill(node);
        if (disks.hasCopy(node)) {
            tell("pve" + node + " gets an old copy of its store");
            disks.putBack(node);
        } else {
            tell("the store of pve" + node + " is copied");
            disks.copyStore(node);
        }
        start(node);
        long revision = newest(node);
        Await.until("pve" + node + " has caught up", LONG, () -> rig.revision(node) >= revision);
        tell("pve" + node + " has caught up");
    }

    private long newest(int but) throws Exception {
        long newest = 0;
        for (int node = 1; node <= nodes; node++) {
            newest = Math.max(newest, node == but ? 0 : rig.revision(node));
        }
        return newest;
    }

    /** The store of a node that votes is gone: it says so and is nobody; removed and wiped it joins anew. */
    void emptyStore(int node) throws Exception {
        tell("kill pve" + node + " and empty its store");
        rig.kill(node);
        disks.emptyStore(node);
        Programs.Ended up = rig.tryStart(node);
        if (up.exit() == 0 || !up.output().contains("joined before, store missing: remove and join again")) {
            throw new AssertionError("it started, or said nothing of it: " + up);
        }
        int by = 1 + node % nodes;
        rig.kill(node);
        rig.coppice(by, "cluster", "remove", "pve" + node, "--force", "1");
        tell("pve" + node + " is removed; it is wiped");
        disks.wipe(node);
        rig.start(node);
        String token = rig.coppice(by, "cluster", "token", "pve" + node).strip();
        rig.join(node, by, token);
        tell("pve" + node + " has joined anew");
    }

    private void tell(String what) {
        story.add(Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms: " + what);
    }

    private void pause(int atLeast, int atMost) {
        LockSupport.parkNanos(
                Duration.ofMillis(atLeast + random.nextInt(atMost - atLeast)).toNanos());
    }
}
