package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.systemtest.power.MountedDisk;
import io.coppice.systemtest.power.PowerVm;
import io.coppice.systemtest.power.VmPrograms;
import io.coppice.systemtest.power.VolatileDisk.Unflushed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole node in a virtual machine that loses its power, as often as {@code -Dcoppice.power.vm=N} says; a loss takes some
 * minutes, since all of it is emulated. {@code -Dcoppice.power.seed=N} repeats the moments.
 */
class VmPowerLossTest {
    private static final long SEED = Long.getLong("coppice.power.seed", System.nanoTime());
    private static final int LOSSES = Integer.getInteger("coppice.power.vm", 0);
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /**
     * As a package lays it out; a start that takes longer than its own patience goes on, and is waited for again. With the
     * first compiler alone an emulated processor starts it in half the time.
     */
    private static final String COMMAND = """
            export COPPICE_JVM_OPTIONS=-XX:TieredStopAtLevel=1
            export JAVA_HOME=/opt/jdk PATH=/usr/sbin:/usr/bin:/sbin:/bin
            mkdir -p /srv/data
            echo kafka.bootstrap=127.0.0.1:1 >/srv/data/coppice.conf
            echo CACHE=/opt/coppice/lib >/etc/default/coppice
            echo %s >/run/password
            until bash /opt/coppice/coppice up --data /srv/data --admin-password-file /run/password; do sleep 1; done
            echo UP
            sleep infinity
            """.formatted(RunningNode.PASSWORD);

    @TempDir
    Path folder;

    @Test
    void a_node_in_a_machine_keeps_what_it_acknowledged() throws Exception {
        assumeTrue(LOSSES > 0, "it takes minutes: -Dcoppice.power.vm=N runs it");
        Optional<String> why = PowerVm.impossible();
        assumeTrue(why.isEmpty(), () -> why.orElse(""));
        VmPrograms programs = programs();
        Path disk = MountedDisk.blank(folder.resolve("disk"), 4000);
        int port = Ports.free();
        Random random = new Random(SEED);
        PowerVm vm = up(disk, programs, port);
        try {
            Clients clients = new Clients(new InVm(port));
            for (int loss = 0; loss < LOSSES; loss++) {
                Unflushed fate = Unflushed.values()[random.nextInt(2)];
                String what = "loss " + loss + " in a machine, " + fate + ", -Dcoppice.power.seed=" + SEED;
                PowerVm now = vm;
                clients.workUntil(random, 40_000, () -> now.losePower(fate, random));
                vm.close();
                vm = up(disk, programs, port);
                clients.compare(what, "power");
            }
            assertTrue(clients.acknowledged() > LOSSES, "the clients did nothing");
        } finally {
            vm.close();
        }
    }

    private record InVm(int port) implements Clients.Door {
        @Override
        public ApiClient admin() throws Exception {
            return new ApiClient(port).login("admin@pve", RunningNode.PASSWORD);
        }

        @Override
        public Optional<Path> folder() {
            return Optional.empty();
        }
    }

    private VmPrograms programs() throws Exception {
        Path project = RunningNode.projectRoot();
        Path built = project.resolve("infra/run/standalone/target/dist/lib");
        assumeTrue(Files.exists(built.resolve(".built")), "nothing is built; './coppice up' builds");
        VmPrograms programs = new VmPrograms(folder);
        programs.add(project.resolve("coppice"), "coppice/coppice");
        programs.add(project.resolve("infra/run/shell"), "coppice/infra/run/shell");
        programs.add(built, "coppice/lib");
        return programs;
    }

    private PowerVm up(Path disk, VmPrograms programs, int port) throws Exception {
        String network = "user,model=virtio-net-pci,restrict=on,hostfwd=tcp:127.0.0.1:" + port + "-:8006";
        PowerVm vm = PowerVm.on(folder, disk, programs, COMMAND, "-m", "1536", "-nic", network);
        StringBuilder said = new StringBuilder();
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            Optional<String> line = vm.line(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
            if (line.equals(Optional.of("UP"))) {
                return vm;
            }
            line.ifPresent(l -> said.append(l).append('\n'));
        }
        vm.close();
        throw new IOException("the machine did not come up: " + said + Files.readString(folder.resolve("kernel.log")));
    }
}
