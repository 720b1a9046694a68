package io.coppice.store.raft;

import io.coppice.store.Membership;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What befalls a group, from a seed. One thread. */
final class Faults {
    private final Group group;
    private final List<String> nodes;
    private final Random random;
    private final Optional<Path> copies;
    final List<String> story = new ArrayList<>();

    /** @param copies a folder for copies of disks; none where none is put back */
    Faults(Group group, List<String> nodes, long seed, Optional<Path> copies) {
        this.group = group;
        this.nodes = nodes;
        this.random = new Random(seed);
        this.copies = copies;
    }

    void run(BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            befall();
            pause(200 + random.nextInt(1500));
            if (random.nextInt(3) == 0) {
                tell("heal all");
                group.network.heal();
                pause(random.nextInt(1500));
            }
        }
        end();
    }

    /** All lines are whole again, and all nodes run. */
    void end() {
        group.network.heal();
        for (String node : nodes) {
            if (!group.running().contains(node)) {
                start(node);
            }
        }
    }

    private void befall() {
        String one = nodes.get(random.nextInt(nodes.size()));
        String other = nodes.get(random.nextInt(nodes.size()));
        switch (random.nextInt(copies.isPresent() ? 10 : 9)) {
            case 0 -> {
                tell("cut " + one + " -> " + other);
                group.network.cut(group.member(one), group.member(other));
            }
            case 1 -> {
                tell("part " + one + " and " + other);
                group.network.part(group.member(one), group.member(other));
            }
            case 2, 3 -> {
                String leader = group.leading().orElse(one);
                tell("cut off the leader " + leader);
                group.cutOff(leader);
            }
            case 4 -> {
                int delay = random.nextInt(400);
                double loss = random.nextInt(3) / 10.0;
                tell("disturb " + one + " -> " + other + " by " + delay + " ms, " + loss);
                group.network.disturb(group.member(one), group.member(other), Duration.ofMillis(delay), loss);
            }
            case 5, 6 -> crash(random.nextBoolean() ? group.leading().orElse(one) : one);
            case 7 -> {
                int hours = random.nextInt(11) - 5;
                tell("the clock of " + one + " is off by " + hours + " h");
                group.clock(one).off(Duration.ofHours(hours));
            }
            case 9 -> oldDisk(random.nextBoolean() ? group.leading().orElse(one) : one);
            default -> {
                tell("cut off " + one);
                group.cutOff(one);
            }
        }
    }

    /** To the others it is as a kill: nothing comes from it any more, then it comes back with what its disk has. */
    private void crash(String node) {
        tell("crash " + node);
        group.cutOff(node);
        group.stop(node);
        pause(random.nextInt(1500));
        start(node);
        group.network.heal();
    }

    /**
     * A node's disk as it was some time ago: the first time it is only copied. Nothing else befalls anybody until it has
     * caught up: what only it and one other had acknowledged that other alone has meanwhile, and its loss would be one.
     */
    private void oldDisk(String node) {
        Path copy = copies.orElseThrow().resolve(group.member(node));
        group.cutOff(node);
        pause(random.nextInt(300));
        group.stop(node);
        group.network.heal();
        try {
            if (Files.exists(copy)) {
                tell("an old disk of " + node);
                group.putBack(node, copy);
            } else {
                tell("the disk of " + node + " is copied");
                group.copyDisk(node, copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(node);
        long newest = group.running().stream()
                .mapToLong(n -> group.store(n).image().revision().number())
                .max()
                .orElse(0);
        Group.await(
                node + " has caught up: " + story,
                () -> group.store(node).image().revision().number() >= newest && keepsWhatItIsTo(node),
                60);
    }

    /** Whether a node keeps a log, if it is to vote. */
    private boolean keepsWhatItIsTo(String node) {
        return group.leading()
                .filter(l -> group.membership(node).role() != Membership.Role.FOLLOWS
                        || !group.membership(l).voters().contains(group.member(node)))
                .isPresent();
    }

    private void start(String node) {
        tell("start " + node);
        try {
            group.open(node);
        } catch (IOException e) {
            throw new IllegalStateException("node " + node + " does not start", e);
        }
    }

    private void tell(String what) {
        story.add(what);
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
