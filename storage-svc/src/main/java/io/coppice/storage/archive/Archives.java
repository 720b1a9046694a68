package io.coppice.storage.archive;

import io.coppice.contract.api.storage.ArchivesInternalApi;
import io.coppice.contract.api.storage.PruneApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.volume.Archive;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.VolumeName;
import io.coppice.servicekit.serve.Routes;
import io.coppice.storage.content.Contents;
import io.coppice.storage.definition.Storage;
import io.coppice.storage.directory.ArchiveParts;
import io.coppice.storage.directory.DirectoryStorage;
import io.coppice.storage.directory.Notes;
import io.coppice.storage.directory.SafeFiles;
import io.coppice.storage.directory.VolumeNews;
import io.coppice.storage.prune.Pruning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the service that makes backups asks for. */
public final class Archives {
    private static final int FEW_PROTECTED = 5;
    private final Contents contents;
    private final DirectoryStorage directories;
    private final Notes notes;
    private final VolumeNews news;
    private final Pruning pruning;

    public Archives(Contents contents, DirectoryStorage directories, Notes notes, VolumeNews news, Pruning pruning) {
        this.contents = contents;
        this.directories = directories;
        this.notes = notes;
        this.news = news;
        this.pruning = pruning;
    }

    public Routes routes() {
        return new Routes()
                .serve(ArchivesInternalApi.LOOK, (caller, in) -> look(in))
                .serve(ArchivesInternalApi.BEGIN, (caller, in) -> begin(in))
                .serve(ArchivesInternalApi.FINISH, (caller, in) -> finish(in))
                .serve(ArchivesInternalApi.DISCARD, (caller, in) -> {
                    discard(in);
                    return null;
                })
                .serve(ArchivesInternalApi.PRUNE, (caller, in) -> prune(in));
    }

    /** @throws Refused where no archive, or not one more that is protected, can be made there */
    ArchivesInternalApi.Looked look(ArchivesInternalApi.Look in) throws IOException {
        Storage storage = usable(in.storage());
        if (in.protectedOf().isPresent()) {
            int most = storage.mostProtected().orElse(in.unlimited() ? -1 : FEW_PROTECTED);
            long now = directories.list(storage, Set.of(ContentKind.BACKUP), in.protectedOf()).stream()
                    .filter(b -> b.containsKey("protected"))
                    .count();
            if (most >= 0 && now >= most) {
                throw Refused.conflict("The number of protected backups per guest is limited to " + most
                        + " on storage '" + storage.id() + "'");
            }
        }
        return new ArchivesInternalApi.Looked(storage.section().property("prune-backups"));
    }

    private Storage usable(StorageId id) {
        Storage storage = contents.usable(id);
        if (!storage.content().contains(ContentKind.BACKUP)) {
            throw Refused.conflict("storage '" + id + "' does not support content-type 'backup'");
        }
        return storage;
    }

    /** Whose it is, and when it was made, stands in it. */
    private static boolean isNewName(String filename) {
        try {
            return Archive.parse(filename, ZoneId.systemDefault()).made().isPresent();
        } catch (Malformed e) {
            return false;
        }
    }

    private record Place(Path archive, Path part, VolumeId volume) {}

    private Place place(StorageId id, String filename, String mark) throws IOException {
        Storage storage = usable(id);
        VolumeName name = DirectoryStorage.name(storage, "backup/" + filename);
        if (!isNewName(filename)) {
            throw Refused.badParameter("filename", "'" + filename + "' is no name of a new archive");
        }
        Path archive = storage.layout().path(name);
        SafeFiles.requireInside(storage.layout().root(), SafeFiles.folderOf(archive));
        return new Place(archive, ArchiveParts.of(archive, mark), new VolumeId(id, name.toString()));
    }

    /** Empties it where it was begun before. */
    ArchivesInternalApi.Begun begin(ArchivesInternalApi.OfArchive in) throws IOException {
        Place place = place(in.storage(), in.filename(), in.mark());
        if (Files.exists(place.archive(), LinkOption.NOFOLLOW_LINKS)) {
            throw Refused.conflict("there is an archive '" + place.volume() + "' already");
        }
        Files.deleteIfExists(place.part());
        Files.createFile(
                place.part(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        return new ArchivesInternalApi.Begun(place.part().toString());
    }

    /** What the archive holds is on disk before it gets its name; the mark of protection comes before the name, too. */
    ArchivesInternalApi.Finished finish(ArchivesInternalApi.Finish in) throws IOException, InterruptedException {
        Place place = place(in.storage(), in.filename(), in.mark());
        if (SafeFiles.isPlainFile(place.part())) {
            SafeFiles.sync(place.part());
            if (in.isProtected()) {
                notes.protect(place.archive(), true);
            }
            news.allocated(place.volume(), in.mark(), () -> {
                Files.move(place.part(), place.archive(), StandardCopyOption.ATOMIC_MOVE);
                SafeFiles.syncFolder(SafeFiles.folderOf(place.archive()));
            });
        } else if (!SafeFiles.isPlainFile(place.archive())) {
            throw Refused.notFound("the archive '" + place.volume() + "' is gone, though nobody has named it yet");
        }
        if (in.notes().filter(n -> !n.isEmpty()).isPresent()) {
            notes.write(place.archive(), in.notes().get());
        }
        Files.writeString(
                Notes.log(place.archive()),
                in.log(),
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        return new ArchivesInternalApi.Finished(place.volume().toString(), Files.size(place.archive()));
    }

    void discard(ArchivesInternalApi.OfArchive in) throws IOException {
        Files.deleteIfExists(place(in.storage(), in.filename(), in.mark()).part());
    }

    /** Of one guest's backups those that the rule does not keep go; the others are told. */
    ArchivesInternalApi.Pruned prune(ArchivesInternalApi.Prune in) throws IOException {
        Storage storage = usable(in.storage());
        PruneApi.Prune wish = new PruneApi.Prune(
                contents.here(), in.storage(), Optional.of(in.keep()), Optional.of(in.type()), Optional.of(in.vmid()));
        List<String> removed = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        for (PruneApi.Marked m : pruning.look(storage, wish)) {
            String volume = VolumeId.parse(m.volid()).name();
            if (m.mark().equals("remove")) {
                directories.requireRemovable(storage, volume);
                directories.freeIn(in.mark(), storage, volume);
                removed.add(m.volid());
            } else if (m.mark().equals("keep")) {
                kept.add(m.volid());
            }
        }
        return new ArchivesInternalApi.Pruned(removed, kept);
    }
}
