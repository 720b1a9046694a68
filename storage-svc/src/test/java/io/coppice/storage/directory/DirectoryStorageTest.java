package io.coppice.storage.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.section.SectionFile.Section;
import io.coppice.documents.volume.ContentKind;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.storage.definition.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real files and the real qemu-img. */
final class DirectoryStorageTest {
    private static final Vmid GUEST = Vmid.parse("100");
    private final DirectoryStorage storages = new DirectoryStorage(new NodeName("pve1"), new HostCommands());
    private Storage local;

    @TempDir
    private Path root;

    @BeforeEach
    void define() throws Exception {
        local = Storage.of(new Section(
                "dir",
                "local",
                Map.of("path", root.toString(), "content", "images,iso,vztmpl,backup,snippets,import")));
        storages.activate(local);
    }

    private VolumeId make(String format, Optional<String> name) throws Exception {
        VolumeId made = make(format, name, "call");
        storages.keep(local, made.name());
        return made;
    }

    private VolumeId make(String format, Optional<String> name, String mark) throws Exception {
        return storages.allocate(local, GUEST, 1024, format, name, mark);
    }

    @Test
    void folders_of_disks_and_archives_are_closed_to_other_users_and_those_that_are_there_keep_their_mode()
            throws Exception {
        for (String folder : List.of("images", "dump")) {
            assertEquals(
                    "rwxr-x---",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(folder))),
                    folder);
        }
        Files.setPosixFilePermissions(root.resolve("images"), PosixFilePermissions.fromString("rwxr-xr-x"));
        storages.activate(local);
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("images"))));
    }

    @Test
    void each_format_is_made_and_opened_with_its_size() throws Exception {
        for (String format : List.of("raw", "qcow2", "vmdk")) {
            VolumeId volume = make(format, Optional.empty());
            Opening.FileOpening opening = (Opening.FileOpening) storages.open(local, volume.name());
            assertEquals(format, opening.format());
            assertEquals(
                    "rw-r-----",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(opening.path()))),
                    "other users of the host must not read " + format);
            assertEquals(1L << 20, storages.describe(local, volume.name()).get("size"), format);
        }
        assertEquals(
                3,
                storages.list(local, Set.of(ContentKind.IMAGES), Optional.empty())
                        .size());
        assertEquals(3, storages.ofGuest(local, GUEST).size());
    }

    @Test
    void two_at_once_never_get_one_name() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<VolumeId> one = () -> make("raw", Optional.empty());
            List<Future<VolumeId>> all =
                    IntStream.range(0, 12).mapToObj(i -> threads.submit(one)).toList();
            Set<VolumeId> names = new java.util.HashSet<>();
            for (Future<VolumeId> f : all) {
                assertTrue(names.add(f.get()), "a name was given twice");
            }
        }
    }

    @Test
    void who_asked_for_a_name_that_is_taken_cannot_remove_its_volume_by_its_mark() throws Exception {
        Optional<String> name = Optional.of("vm-100-disk-0.raw");
        VolumeId theirs = make("raw", name);
        assertThrows(Refused.class, () -> make("raw", name, "mine"));
        storages.free(local, theirs.name(), "mine");
        assertTrue(Files.exists(root.resolve("images/100/vm-100-disk-0.raw")));
    }

    @Test
    void the_same_mark_gets_the_same_volume_again_and_removes_it() throws Exception {
        Optional<String> name = Optional.of("vm-100-disk-7.qcow2");
        VolumeId first = make("qcow2", name, "task");
        assertEquals(first, make("qcow2", name, "task"));
        storages.free(local, first.name(), "other");
        assertEquals(List.of(first), storages.ofGuest(local, GUEST));
        storages.free(local, first.name(), "task");
        storages.free(local, first.name(), "task");
        assertEquals(List.of(), storages.ofGuest(local, GUEST));
        assertFalse(Files.exists(root.resolve("images/100")), "the guest's folder goes with its last volume");
    }

    @Test
    void a_volume_that_is_kept_no_longer_goes_by_its_mark() throws Exception {
        VolumeId volume = make("raw", Optional.empty(), "task");
        storages.keep(local, volume.name());
        storages.free(local, volume.name(), "task");
        assertEquals(List.of(volume), storages.ofGuest(local, GUEST));
    }

    @Test
    void what_could_not_be_made_leaves_nothing() throws Exception {
        assertThrows(Refused.class, () -> storages.allocate(local, GUEST, 0, "raw", Optional.empty(), "task"));
        assertFalse(Files.exists(root.resolve("images/100")));
    }

    @Test
    void a_protected_backup_is_not_removed() throws Exception {
        Notes notes = new Notes(new Unfinished(new NodeName("pve1")));
        Path file = root.resolve("dump/vzdump-qemu-100-2026_01_01-00_00_00.vma.zst");
        Files.writeString(file, "x");
        notes.write(file, "before the upgrade");
        notes.protect(file, true);
        String volume = "backup/" + file.getFileName();
        assertThrows(Refused.class, () -> storages.requireRemovable(local, volume));
        assertEquals("before the upgrade", storages.describe(local, volume).get("notes"));
        notes.protect(file, false);
        storages.free(local, volume);
        try (var inside = Files.list(root.resolve("dump"))) {
            assertEquals(List.of(), inside.toList(), "its notes go with it");
        }
    }
}
