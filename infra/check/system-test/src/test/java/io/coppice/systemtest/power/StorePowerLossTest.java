package io.coppice.systemtest.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.systemtest.power.VolatileDisk.Unflushed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The store alone, in a virtual machine that loses its power at moments from a printed seed:
 * {@code -Dcoppice.power.losses=20} is the long form, {@code -Dcoppice.power.seed=N} repeats the moments.
 */
class StorePowerLossTest {
    private static final long SEED = Long.getLong("coppice.power.seed", System.nanoTime());
    private static final int LOSSES = Integer.getInteger("coppice.power.losses", 0);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    /** What each writer was told last, and what is wrong with what was found. */
    private final int[] acknowledged = new int[StoreWriter.WRITERS];

    private VmPrograms programs;
    private String classes;
    private final List<String> wrong = new ArrayList<>();

    @BeforeEach
    void needs() throws Exception {
        assumeTrue(LOSSES > 0, "it takes minutes: -Dcoppice.power.losses=N runs it");
        Optional<String> why = PowerVm.impossible();
        assumeTrue(why.isEmpty(), () -> why.orElse(""));
        Arrays.fill(acknowledged, -1);
        programs = new VmPrograms(folder);
        classes = programs.addClassPath(
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    }

    @Test
    void what_was_acknowledged_outlives_losses_of_power() throws Exception {
        Random random = new Random(SEED);
        Path disk = MountedDisk.blank(folder.resolve("disk"), 512);
        for (int loss = 0; loss <= LOSSES; loss++) {
            String what = "loss " + loss + ", -Dcoppice.power.seed=" + SEED;
            runAndLose(disk, "", random, Unflushed.values()[random.nextInt(2)], what);
            assertEquals(List.of(), wrong, what);
        }
    }

    @Test
    void a_store_without_fsync_is_seen_to_lose_what_it_acknowledged() throws Exception {
        Random random = new Random(SEED);
        Path disk = MountedDisk.blank(folder.resolve("disk"), 512);
        programs.add(NoSync.jar(folder), "no-sync.jar");
        String agent = "-javaagent:/opt/no-sync.jar";
        for (int loss = 0; loss < 3 && wrong.isEmpty(); loss++) {
            runAndLose(disk, agent, random, Unflushed.DROPPED, "loss " + loss + " without fsync");
        }
        assertTrue(!wrong.isEmpty(), "without fsync nothing was lost: this proof proves nothing");
        System.out.println("without fsync: " + wrong);
    }

    /** Compares what is there with what was acknowledged before, writes on, and loses power. */
    private void runAndLose(Path disk, String agent, Random random, Unflushed fate, String what) throws Exception {
        Path log = folder.resolve("kernel.log");
        String command = String.join(
                " ",
                VmPrograms.JAVA_HOME + "/bin/java",
                agent,
                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -cp",
                classes,
                StoreWriter.class.getName(),
                "/srv/store");
        try (PowerVm vm = PowerVm.on(folder, disk, programs, command, "-m", "1024")) {
            String line = heard(vm, log);
            while (!line.equals("ready")) {
                compare(line);
                if (!wrong.isEmpty()) {
                    return;
                }
                line = heard(vm, log);
            }
            int most = 1 + random.nextInt(400);
            int heard = 0;
            while (heard < most) {
                acknowledge(heard(vm, log));
                heard++;
            }
            // not always right after an answer
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(30)));
            int lost = vm.losePower(fate, random);
            for (Optional<String> last = vm.line(Duration.ofMillis(200));
                    last.isPresent();
                    last = vm.line(Duration.ofMillis(200))) {
                acknowledge(last.get());
                heard++;
            }
            System.out.println(what + ": " + heard + " acknowledged, then " + lost + " unflushed blocks " + fate);
        }
    }

    private String heard(PowerVm vm, Path log) throws Exception {
        Optional<String> line = vm.line(PATIENCE);
        if (line.isEmpty()) {
            throw new AssertionError("the machine says nothing; its kernel: " + Files.readString(log));
        }
        return line.get();
    }

    /** One change of each writer was under way: it may be there too. */
    private void compare(String line) {
        String[] words = line.split(" ");
        if (!words[0].equals("found") || words.length != 3) {
            System.out.println(line);
            if (line.contains("Exception")) {
                wrong.add(line);
            }
            return;
        }
        int writer = Integer.parseInt(words[1]);
        int value = Integer.parseInt(words[2]);
        if (value < acknowledged[writer] || value > acknowledged[writer] + 1) {
            wrong.add("writer " + writer + " was told of " + acknowledged[writer] + ", and there is " + value);
        }
        acknowledged[writer] = value;
    }

    private void acknowledge(String line) {
        String[] words = line.split(" ");
        if (words.length == 3 && words[0].equals("done")) {
            acknowledged[Integer.parseInt(words[1])] = Integer.parseInt(words[2]);
        }
    }
}
