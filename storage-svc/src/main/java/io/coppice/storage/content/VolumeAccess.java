package io.coppice.storage.content;

import io.coppice.access.VolumeUse;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.StorageId;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.VolumeName;
import io.coppice.servicekit.serve.Caller;
import java.util.Optional;

/** Who may see and remove a volume, as a caller of this node. */
public final class VolumeAccess {
    private VolumeAccess() {}

    /** @throws Refused when the caller may not */
    public static void requireSee(Caller caller, StorageId storage, VolumeName volume) {
        VolumeUse.require(caller.permissions(), storage.text(), volume, Optional.empty());
    }

    /** @throws Refused when the caller may not remove it */
    public static void requireRemove(Caller caller, StorageId storage, VolumeName volume) {
        String path = "/storage/" + storage;
        Optional<String> owner = volume.owner();
        if (volume.kind() == ContentKind.BACKUP && owner.isPresent() && !caller.may(path, "Datastore.Allocate")) {
            caller.require(path, "Datastore.AllocateSpace");
            caller.require("/vms/" + owner.get(), "VM.Backup");
        } else {
            caller.require(path, "Datastore.Allocate");
        }
    }
}
