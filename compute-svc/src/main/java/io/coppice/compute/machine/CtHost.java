package io.coppice.compute.machine;

import io.coppice.compute.lxc.CtFolder;
import io.coppice.compute.lxc.CtGroups;
import io.coppice.compute.lxc.CtMounts;
import io.coppice.compute.lxc.CtProcess;
import io.coppice.compute.net.Taps;
import io.coppice.servicekit.host.Commands;
import java.nio.file.Path;

/**
 * The doors through which containers meet their host.
 *
 * @param lxc their processes
 * @param mounts their volumes
 * @param groups what they may use of it
 * @param taps what plugs their cards into bridges
 */
public record CtHost(CtProcess lxc, CtMounts mounts, CtGroups groups, Taps taps) {
    /**
     * @param run where what belongs to running containers lies
     * @param cgroups {@code /sys/fs/cgroup}
     */
    public static CtHost ofThisMachine(Path run, Path cgroups, Taps taps, Commands commands) {
        CtGroups groups = new CtGroups(cgroups);
        return new CtHost(new CtProcess(new CtFolder(run), groups, commands), new CtMounts(commands), groups, taps);
    }
}
