package io.coppice.compute.machine;

import io.coppice.compute.distro.Setup;
import io.coppice.compute.guest.IdMap;
import io.coppice.compute.guest.MountPoint;
import io.coppice.compute.lxc.CtMounts;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The files of a container that does not run, as it would see them: its volumes, mounted one in the other. */
public final class CtTree {
    private final CtMounts mounts;
    private final Setup setup;
    private final Calls calls;
    private final Caller self;

    /** @param self as which storage is asked: who asked has been checked before */
    public CtTree(CtMounts mounts, Setup setup, Calls calls, Caller self) {
        this.mounts = mounts;
        this.setup = setup;
        this.calls = calls;
        this.self = self;
    }

    public Opening opening(VolumeId volume) {
        return Objects.requireNonNull(
                calls.call(VolumesInternalApi.OPEN, new VolumesInternalApi.OfVolume(volume), self));
    }

    /** An empty file system, whatever was there. */
    public void format(VolumeId volume, IdMap ids) throws IOException, InterruptedException {
        mounts.format(opening(volume), ids);
    }

    /**
     * Mounts volumes so that they can be written to; what is not on a volume is passed over.
     *
     * @param all the root file system first
     * @param root where that goes
     */
    public void mount(List<MountPoint> all, IdMap ids, Path root) throws IOException, InterruptedException {
        for (MountPoint m : all) {
            if (m.volume().isPresent()) {
                Path at = m.isRoot() ? root : folder(root, m, ids);
                Map<String, Object> open = Map.of("ro", false, "mountoptions", "noatime");
                mounts.mount(m.with(open), opening(m.volume().get()), at);
            }
        }
    }

    /** Where a mount point lies, through whatever links, made where it is not there. */
    public Path folder(Path root, MountPoint m, IdMap ids) throws IOException {
        return setup.folder(root, m.target(), ids);
    }

    /** Unmounts all below a folder, and removes the folder with what is left in it. */
    public void remove(Path folder) throws IOException, InterruptedException {
        mounts.remove(folder);
    }
}
