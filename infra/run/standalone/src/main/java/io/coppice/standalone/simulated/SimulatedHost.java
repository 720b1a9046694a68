package io.coppice.standalone.simulated;

import io.coppice.compute.cgroup.Shares;
import io.coppice.compute.guest.RunFolder;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.machine.GuestHost;
import io.coppice.compute.net.Taps;
import io.coppice.compute.qemu.Build;
import io.coppice.compute.qemu.Host;
import io.coppice.compute.qemu.Launch;
import io.coppice.compute.status.GuestFigures;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.node.host.ProcFiles;
import io.coppice.servicekit.host.Commands;
import io.coppice.storage.directory.DirectoryHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/** One host that is not there, with everything that services meet of it. */
public final class SimulatedHost {
    private static final String MODEL = "Intel(R) Xeon(R) Gold 6442Y CPU @ 2.60GHz";
    private static final String INTERFACES = """
            auto lo
            iface lo inet loopback

            iface eno1 inet manual

            auto vmbr0
            iface vmbr0 inet manual
            \tbridge-ports eno1
            \tbridge-stp off
            \tbridge-fd 0
            \tbridge-vlan-aware yes

            auto vmbr1
            iface vmbr1 inet manual
            \tbridge-ports none
            \tbridge-stp off
            \tbridge-fd 0
            \tbridge-vlan-aware yes
            """;
    private static final long GIB = 1L << 30;
    private final Path root;
    private final SimulatedQemu qemu;
    private final Load load;
    private final Commands commands = new SimulatedCommands();
    private final SimulatedKernel kernel;
    private final GuestHost guests;
    private final DirectoryHost files;
    private final long number;

    /**
     * Where a host stands among its like.
     *
     * @param number tells it from the others, 1 and on
     * @param guests that it has room for
     * @param everything the folder that all hosts lie in
     */
    public record Place(NodeName name, int number, int guests, Path everything) {
        /** Its own folder, its {@code /}. */
        public Path root() {
            return everything.resolve(name.text());
        }
    }

    /** @param later does what takes time */
    public SimulatedHost(Place place, Load load, SimulatedQemu.Pace pace, ScheduledExecutorService later) {
        this.root = place.root();
        this.load = load;
        this.number = -place.number();
        this.qemu = new SimulatedQemu(new RunFolder(root.resolve("run/qemu-server")), load, pace, later);
        int cores = Math.clamp(place.guests() / 16, 8, 64);
        long memory = Math.max(64, (place.guests() * 5L / 64 + 1) * 64) * GIB;
        SimulatedKernel.Hardware hardware = new SimulatedKernel.Hardware(MODEL, cores, memory);
        long boot = System.currentTimeMillis() - (long) (load.fraction(number, 60) * 300 + 201) * 86_400_000L;
        this.kernel = new SimulatedKernel(hardware, load, number, boot);
        Launch.Surroundings around = new Launch.Surroundings(
                Build.upstream("10.0.2"), Host.plain(place.name().text(), "x86_64", hardware.processors()));
        this.guests =
                new GuestHost(qemu, new Taps(commands, root.resolve("sys/class/net")), new NoShares(), () -> around);
        this.files = new DirectoryHost(commands, root, new SimulatedSpace(place.everything(), load));
    }

    /** A simulated host's processors are shared by nobody. */
    private static final class NoShares implements Shares {
        @Override
        public void place(Vm vm, long pid) {
            // there is no process to be placed
        }

        @Override
        public void limit(Vm vm) {
            // nor anything to be limited
        }

        @Override
        public boolean remove(Vmid vmid) {
            return true;
        }
    }

    /** Makes its folders and its bridges, which tell VLANs apart. */
    public void furnish(Iterable<Path> storages) throws IOException {
        for (String name : List.of("vmbr0", "vmbr1")) {
            Path bridge = Files.createDirectories(
                    root.resolve("sys/class/net").resolve(name).resolve("bridge"));
            Files.writeString(bridge.resolve("vlan_filtering"), "1\n");
        }
        Path network = Files.createDirectories(root.resolve("etc/network"));
        Files.writeString(network.resolve("interfaces"), INTERFACES);
        for (Path storage : storages) {
            Files.createDirectories(root.resolve(Path.of("/").relativize(storage)));
        }
    }

    public Path root() {
        return root;
    }

    public SimulatedQemu qemu() {
        return qemu;
    }

    public Commands commands() {
        return commands;
    }

    public GuestHost guests() {
        return guests;
    }

    public GuestFigures figures() {
        return new SimulatedFigures(qemu, load);
    }

    public DirectoryHost files() {
        return files;
    }

    public ProcFiles kernel() {
        return new ProcFiles(kernel::text, () -> SimulatedSpace.first(load, number));
    }
}
