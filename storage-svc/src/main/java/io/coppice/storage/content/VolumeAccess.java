package io.coppice.storage.content;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.StorageId;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.VolumeName;
import io.coppice.servicekit.serve.Caller;
import java.util.Optional;

/**
 * Who may see a volume: with Datastore.Allocate on its storage everything; ISO images, templates and imports whoever may
 * see the storage; a guest's image who may change its disks; a guest's backup who may back it up and use the storage's
 * space; what belongs to nobody nobody else.
 */
public final class VolumeAccess {
    private VolumeAccess() {}

    /** @throws Refused when the caller may not */
    public static void requireSee(Caller caller, StorageId storage, VolumeName volume) {
        String path = "/storage/" + storage;
        if (caller.may(path, "Datastore.Allocate")) {
            return;
        }
        switch (volume.kind()) {
            case ISO, VZTMPL, IMPORT -> caller.requireAny(path, "Datastore.Audit", "Datastore.AllocateSpace");
            case BACKUP -> {
                caller.require(path, "Datastore.AllocateSpace");
                caller.require("/vms/" + owner(volume, path), "VM.Backup");
            }
            case IMAGES, ROOTDIR -> caller.require("/vms/" + owner(volume, path), "VM.Config.Disk");
            case SNIPPETS -> throw Refused.forbidden(path, "Datastore.Allocate");
        }
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

    private static String owner(VolumeName volume, String path) {
        return volume.owner().orElseThrow(() -> Refused.forbidden(path, "Datastore.Allocate"));
    }
}
