package io.coppice.compute.machine;

import io.coppice.compute.cgroup.Cgroups;
import io.coppice.compute.cgroup.Shares;
import io.coppice.compute.guest.RunFolder;
import io.coppice.compute.net.Taps;
import io.coppice.compute.qemu.Launch;
import io.coppice.compute.qemu.Qemu;
import io.coppice.compute.qemu.QemuProcess;
import io.coppice.compute.qemu.ThisHost;
import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.host.Commands;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The doors through which guests meet their host.
 *
 * @param qemu the processes that they run as
 * @param taps what plugs them into bridges
 * @param shares their shares of the processors
 * @param around what a command line has to know of the host
 */
public record GuestHost(Qemu qemu, Taps taps, Shares shares, Supplier<Launch.Surroundings> around) {
    /** @param run where guests' sockets lie */
    public static GuestHost ofThisMachine(NodeName here, Path run, Commands commands) {
        return new GuestHost(
                new QemuProcess(new RunFolder(run), commands),
                new Taps(commands),
                new Cgroups(Path.of("/sys/fs/cgroup")),
                new ThisHost(here, commands));
    }
}
