package io.coppice.compute.restore;

import io.coppice.access.VolumeUse;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.VolumeName;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the file of an archive that is named in a call.
 *
 * @param self as which storage is asked, once it is known that the caller may
 * @param parameter that names it
 */
record ArchiveFinder(Calls calls, Caller self, GuestKind kind, String parameter) {
    /** @throws Refused for what is no archive of this kind, or not the caller's to restore under that number */
    Path find(Caller caller, String text, Vmid vmid) {
        if (text.equals("-")) {
            throw Refused.badParameter(parameter, "only the command line has a standard input; name an archive");
        }
        if (text.startsWith("/")) {
            VolumeUse.requirePath(caller.identity());
            return Path.of(text);
        }
        VolumeId volume;
        VolumeName name;
        try {
            volume = VolumeId.parse(text);
            name = VolumeName.parse(volume.name());
        } catch (Malformed e) {
            throw Refused.badParameter(parameter, "invalid format - " + e.getMessage());
        }
        VolumeUse.require(caller.permissions(), volume.storage().text(), name, Optional.of(vmid.toString()));
        VolumeUse.requireKind(text, name, ContentKind.BACKUP);
        if (!name.name().contains(kind == GuestKind.QEMU ? ".vma" : ".tar")) {
            throw Refused.badParameter(parameter, "'" + text + "' is no archive of a " + kind.word());
        }
        Opening opening = calls.call(VolumesInternalApi.OPEN, new VolumesInternalApi.OfVolume(volume), self);
        if (!(opening instanceof Opening.FileOpening file)) {
            throw new Refused(new Failure.NotImplemented(
                    "POST", "/nodes/{node}/" + kind.word() + " with an archive that is no file"));
        }
        return Path.of(file.path());
    }
}
