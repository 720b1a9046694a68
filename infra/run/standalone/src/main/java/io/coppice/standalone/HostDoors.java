package io.coppice.standalone;

import io.coppice.auth.login.Realm;
import io.coppice.auth.pam.PamRealm;
import io.coppice.compute.machine.GuestHost;
import io.coppice.compute.probe.Accelerators;
import io.coppice.compute.status.GuestFigures;
import io.coppice.contract.word.NodeName;
import io.coppice.node.host.ProcFiles;
import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.storage.directory.DirectoryHost;
import java.nio.file.Path;

/**
 * All doors through which a node's services meet their host.
 *
 * @param pam vouches for the host's own users
 * @param commands runs programs for guests
 * @param guests what there is to run guests with
 * @param figures what the host tells of its guests
 * @param accelerators what guests run on
 * @param directories what storages in directories lie on
 * @param kernel what the host tells of itself
 */
record HostDoors(
        Realm pam,
        Commands commands,
        GuestHost guests,
        GuestFigures figures,
        Accelerators accelerators,
        DirectoryHost directories,
        ProcFiles kernel) {
    /**
     * This machine's.
     *
     * @param commands starts guests
     */
    static HostDoors ofThisMachine(NodeName here, DataFolder data, Commands commands, Accelerators.Choice accelerator) {
        return new HostDoors(
                PamRealm.ofThisJvm(),
                commands,
                GuestHost.ofThisMachine(here, data.sockets().resolve("qemu-server"), commands),
                GuestFigures.ofKernel(),
                Accelerators.ofHost(accelerator, data.probe(), commands),
                DirectoryHost.ofThisMachine(new HostCommands()),
                new ProcFiles(Path.of("/")));
    }
}
