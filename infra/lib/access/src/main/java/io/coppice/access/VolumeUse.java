package io.coppice.access;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.VolumeName;
import java.util.Optional;

/**
 * Who may use a volume. With Datastore.Allocate on its storage everything; ISO images, templates and imports whoever may see
 * the storage; a guest's own volume whoever works on that guest; another's image who may see the storage and change that
 * guest's disks; another's backup who may use the storage's space and back that guest up. What belongs to nobody is for
 * nobody else, and a bare path for root@pam alone.
 */
public final class VolumeUse {
    private VolumeUse() {}

    /**
     * @param guest for which it is used; what the caller may do with that guest is asked elsewhere
     * @throws Refused when the caller may not
     */
    public static void require(Permissions who, String storage, VolumeName volume, Optional<String> guest) {
        String path = "/storage/" + storage;
        if (who.may(path, "Datastore.Allocate")) {
            return;
        }
        ContentKind kind = volume.kind();
        Optional<String> owner = volume.owner();
        if (kind == ContentKind.ISO || kind == ContentKind.VZTMPL || kind == ContentKind.IMPORT) {
            if (!who.may(path, "Datastore.AllocateSpace") && !who.may(path, "Datastore.Audit")) {
                throw Refused.forbidden(path, "Datastore.AllocateSpace|Datastore.Audit");
            }
        } else if (owner.isPresent() && !owner.equals(guest)) {
            boolean backup = kind == ContentKind.BACKUP;
            need(who, path, backup ? "Datastore.AllocateSpace" : "Datastore.Audit");
            need(who, "/vms/" + owner.get(), backup ? "VM.Backup" : "VM.Config.Disk");
        } else if (owner.isEmpty()) {
            throw Refused.forbidden(path, "Datastore.Allocate");
        }
    }

    private static void need(Permissions who, String path, String privilege) {
        if (!who.may(path, privilege)) {
            throw Refused.forbidden(path, privilege);
        }
    }

    /**
     * A volume is what is asked for; an image may be a container's root as well, since their names do not tell.
     *
     * @throws Refused for root@pam too
     */
    public static void requireKind(String volid, VolumeName volume, ContentKind wanted) {
        boolean fits = volume.kind() == wanted || wanted == ContentKind.ROOTDIR && volume.kind() == ContentKind.IMAGES;
        if (!fits) {
            throw Refused.conflict(
                    "unable to use volume " + volid + " - content type needs to be '" + wanted.word() + "'");
        }
    }

    /** @throws Refused unless it is root@pam who names a path that no storage holds */
    public static void requirePath(Identity who) {
        if (!who.name().equals("root@pam")) {
            throw new Refused(new Failure.Forbidden("", "Only root can pass arbitrary filesystem paths."));
        }
    }
}
