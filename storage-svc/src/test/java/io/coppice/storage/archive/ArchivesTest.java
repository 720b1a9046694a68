package io.coppice.storage.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.api.storage.ArchivesInternalApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.volume.ContentKind;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.storage.TestStorage;
import io.coppice.storage.content.Contents;
import io.coppice.storage.definition.Definitions;
import io.coppice.storage.directory.DirectoryStorage;
import io.coppice.storage.directory.Notes;
import io.coppice.storage.directory.Unfinished;
import io.coppice.storage.directory.VolumeNews;
import io.coppice.store.memory.MemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchivesTest {
    private static final NodeName HERE = new NodeName("pve1");
    private static final StorageId LOCAL = new StorageId("local");
    private static final String NAME = "vzdump-qemu-100-2026_01_02-03_04_05.vma.zst";
    private final MemoryStore store = new MemoryStore();
    private final DirectoryStorage directories = new DirectoryStorage(HERE, new HostCommands());
    private Archives archives;

    @TempDir
    private Path root;

    @BeforeEach
    void define() {
        TestStorage.define(store, "dir", "local", Map.of("path", root.toString(), "content", TestStorage.ALL));
        TestStorage.define(
                store, "dir", "images", Map.of("path", root.resolve("other").toString(), "content", "images"));
        Notes notes = new Notes(new Unfinished(HERE));
        Contents contents = new Contents(HERE, new Definitions(store), directories, notes);
        archives = new Archives(contents, directories, notes, VolumeNews.unheard(), null);
    }

    private static ArchivesInternalApi.OfArchive of(String name) {
        return new ArchivesInternalApi.OfArchive(LOCAL, name, "task-pve1-1");
    }

    private static ArchivesInternalApi.Finish finish(boolean isProtected) {
        return new ArchivesInternalApi.Finish(
                LOCAL, NAME, "task-pve1-1", Optional.of("of a guest"), isProtected, "INFO: all went well\n");
    }

    private List<Map<String, Object>> listed() throws Exception {
        return directories.list(
                new Definitions(store).require(LOCAL), Set.of(ContentKind.BACKUP), Optional.of(new Vmid(100)));
    }

    @Test
    void an_archive_is_none_until_it_is_named_and_bears_then_what_was_said_of_it() throws Exception {
        Path part = Path.of(archives.begin(of(NAME)).path());
        Files.writeString(part, "half");
        assertEquals(List.of(), listed());
        part = Path.of(archives.begin(of(NAME)).path());
        assertEquals(0, Files.size(part));
        Files.writeString(part, "whole");
        archives.finish(finish(true));
        archives.finish(finish(true));
        Map<String, Object> entry = listed().getFirst();
        assertEquals("local:backup/" + NAME, entry.get("volid").toString());
        assertEquals("of a guest", entry.get("notes"));
        assertEquals(1, entry.get("protected"));
        assertTrue(Files.exists(root.resolve("dump/vzdump-qemu-100-2026_01_02-03_04_05.log")));
        assertFalse(Files.exists(part));
        assertThrows(Refused.class, () -> archives.begin(of(NAME)), "there is one of this name");
        directories.free(new Definitions(store).require(LOCAL), "backup/" + NAME);
        try (var left = Files.list(root.resolve("dump"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void what_is_discarded_is_gone_and_what_has_a_name_is_not() throws Exception {
        Path part = Path.of(archives.begin(of(NAME)).path());
        archives.discard(of(NAME));
        archives.discard(of(NAME));
        assertFalse(Files.exists(part));
        archives.begin(of(NAME));
        archives.finish(finish(false));
        archives.discard(of(NAME));
        assertEquals(1, listed().size());
    }

    @Test
    void a_storage_without_backups_and_a_name_of_no_archive_are_refused() {
        assertThrows(
                Refused.class,
                () -> archives.look(new ArchivesInternalApi.Look(new StorageId("images"), Optional.empty(), true)));
        for (String name : List.of("x.vma", "../vzdump-qemu-100-2026_01_02-03_04_05.vma", "vzdump-qemu-100-new.vma")) {
            assertThrows(Refused.class, () -> archives.begin(of(name)), name);
        }
    }

    @Test
    void a_guest_has_no_more_protected_backups_than_it_may() throws Exception {
        archives.begin(of(NAME));
        archives.finish(finish(true));
        TestStorage.define(
                store,
                "dir",
                "few",
                Map.of("path", root.toString(), "content", TestStorage.ALL, "max-protected-backups", "1"));
        ArchivesInternalApi.Look look =
                new ArchivesInternalApi.Look(new StorageId("few"), Optional.of(new Vmid(100)), true);
        assertThrows(Refused.class, () -> archives.look(look));
        archives.look(new ArchivesInternalApi.Look(new StorageId("few"), Optional.of(new Vmid(101)), true));
    }
}
