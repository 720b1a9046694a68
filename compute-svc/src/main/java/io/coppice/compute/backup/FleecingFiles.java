package io.coppice.compute.backup;

import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** As volumes of a storage, so that a guest's writes wait neither for the backup's target nor take the node's own room. */
final class FleecingFiles implements KeptFiles {
    private static final long KIB = 1024;
    private final Calls calls;
    private final Caller self;
    private final StorageId storage;
    private final String mark;
    private final List<String> said;

    /**
     * @param self as which storage is asked
     * @param mark of the task that backs up, by which volumes that are left over are swept
     * @param said gets lines for the task's log
     */
    FleecingFiles(Calls calls, Caller self, StorageId storage, String mark, List<String> said) {
        this.calls = calls;
        this.self = self;
        this.storage = storage;
        this.mark = mark;
        this.said = said;
    }

    @Override
    public void with(Vmid vmid, String option, long bytes, Opens opens) throws IOException {
        String name = "vm-" + vmid + "-fleece-" + option + ".raw";
        VolumeId volume = Objects.requireNonNull(calls.call(
                        VolumesInternalApi.ALLOCATE,
                        new VolumesInternalApi.Allocate(
                                storage, vmid, (bytes + KIB - 1) / KIB, Optional.of("raw"), Optional.of(name), mark),
                        self))
                .volume();
        try {
            Opening opening = Objects.requireNonNull(
                    calls.call(VolumesInternalApi.OPEN, new VolumesInternalApi.OfVolume(volume), self));
            if (!(opening instanceof Opening.FileOpening file)) {
                throw Refused.conflict("what guests overwrite cannot be kept on storage '" + storage
                        + "': its volumes are no files ('fleecing')");
            }
            try (RandomAccessFile exact = new RandomAccessFile(file.path(), "rw")) {
                exact.setLength(bytes);
            }
            opens.open(Path.of(file.path()));
            said.add("what the guest overwrites on '" + option + "' is kept on storage '" + storage + "'");
        } finally {
            calls.call(VolumesInternalApi.FREE, new VolumesInternalApi.Free(volume, Optional.of(mark)), self);
        }
    }
}
