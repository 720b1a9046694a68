package io.coppice.compute.backup;

import io.coppice.contract.api.guest.GuestBackupInternalApi;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Routes;

/** What the service that makes backups asks for. */
public final class BackupRoutes {
    private final GuestBackups vms;
    private final CtBackups cts;

    public BackupRoutes(GuestBackups vms, CtBackups cts) {
        this.vms = vms;
        this.cts = cts;
    }

    /** Of a guest that is not there, virtual machines say so. */
    private Holding of(Vmid vmid) {
        return cts.holding().has(vmid) ? cts.holding() : vms.holding();
    }

    private Holding.TakeOut takeOut(Vmid vmid) {
        return cts.holding().has(vmid) ? cts::takeOut : vms::takeOut;
    }

    public Routes routes() {
        return new Routes()
                .serve(
                        GuestBackupInternalApi.HOLD,
                        (caller, in) -> of(in.vmid()).take(in.vmid(), in.mark()))
                .serve(
                        GuestBackupInternalApi.STOP,
                        (caller, in) -> of(in.vmid()).stop(in.vmid(), in.mark(), in.seconds()))
                .serve(GuestBackupInternalApi.BEGIN, (caller, in) -> vms.begin(in))
                .serve(GuestBackupInternalApi.FILES, (caller, in) -> cts.files(in))
                .serve(GuestBackupInternalApi.END, (caller, in) -> {
                    of(in.vmid()).end(in.vmid(), in.mark(), takeOut(in.vmid()));
                    return null;
                });
    }
}
