package io.coppice.storage.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.section.SectionFile.Section;
import io.coppice.documents.volume.ContentKind;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.storage.definition.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and links that lead elsewhere, against the real file system: nothing outside is seen, opened or removed. */
final class HostileNamesTest {
    private final DirectoryStorage storages = new DirectoryStorage(new NodeName("pve1"), new HostCommands());
    private Storage local;
    private Path root;
    private Path secret;

    @TempDir
    private Path base;

    @BeforeEach
    void define() throws Exception {
        root = base.resolve("storage");
        local = Storage.of(new Section(
                "dir",
                "local",
                Map.of("path", root.toString(), "content", "images,iso,vztmpl,backup,snippets,import")));
        storages.activate(local);
        secret = Files.writeString(base.resolve("secret.iso"), "secret");
        Files.writeString(base.resolve("vm-100-disk-0.raw"), "secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iso/../../secret.iso",
                "iso/../../../secret.iso",
                "../secret.iso",
                "/etc/passwd",
                "iso//etc/passwd",
                "iso/..",
                "snippets/..",
                "snippets/.",
                "snippets/../../secret.iso",
                "iso/a.iso/../b.iso",
                "iso/a.txt",
                "iso/a.iso\n",
                "iso/a\0.iso",
                "snippets/a\0b",
                "100/../../vm-100-disk-0.raw",
                "100/../vm-100-disk-0.raw",
                "100/vm-100-disk-0.raw/../../x",
                "100/vm-100-disk-0.exe",
                "100/vm-200-/../disk-0.raw",
                "100/..",
                "backup/../../secret.iso",
                "import/../secret.iso",
                "import/x.ova/../../../secret.iso",
                "iso/",
                "iso",
                "",
                " "
            })
    void a_name_that_leads_elsewhere_is_refused_everywhere(String name) throws Exception {
        assertThrows(Refused.class, () -> storages.file(local, name), "file");
        assertThrows(Refused.class, () -> storages.open(local, name), "open");
        assertThrows(Refused.class, () -> storages.describe(local, name), "describe");
        assertRefusedOrNothing(name);
        assertEquals("secret", Files.readString(secret));
        assertTrue(Files.exists(base.resolve("vm-100-disk-0.raw")));
    }

    /** A name of the right shape of which there is no volume may be freed in vain. */
    private void assertRefusedOrNothing(String name) throws Exception {
        try {
            storages.free(local, name);
        } catch (Refused expected) {
            return;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../vm-100-disk-0.raw",
                "/vm-100-disk-0.raw",
                "vm-200-disk-0.raw",
                "vm-100-disk-0.qcow2",
                "vm-100-/../../x.raw",
                "vm-100-a\nb.raw",
                "vm-100-a\0b.raw",
                ".vm-100-disk-0.raw",
                "disk.raw",
                ""
            })
    void no_image_is_made_under_a_name_that_is_not_its_guests(String name) {
        assertThrows(
                Refused.class, () -> storages.allocate(local, Vmid.parse("100"), 4, "raw", Optional.of(name), "task"));
    }

    @Test
    void a_link_is_no_volume() throws Exception {
        Files.createSymbolicLink(root.resolve("template/iso/link.iso"), secret);
        assertThrows(Refused.class, () -> storages.open(local, "iso/link.iso"));
        assertEquals(List.of(), storages.list(local, Set.of(ContentKind.ISO), Optional.empty()));
    }

    @Test
    void removing_a_link_leaves_what_it_led_to() throws Exception {
        Files.createSymbolicLink(root.resolve("template/iso/link.iso"), secret);
        storages.free(local, "iso/link.iso");
        assertEquals("secret", Files.readString(secret));
    }

    @Test
    void a_guests_folder_that_leads_out_is_not_used() throws Exception {
        Files.createDirectories(root.resolve("images"));
        Files.createSymbolicLink(root.resolve("images/100"), base);
        assertThrows(Refused.class, () -> storages.open(local, "100/vm-100-disk-0.raw"));
        assertThrows(Refused.class, () -> storages.free(local, "100/vm-100-disk-0.raw"));
        assertThrows(Refused.class, () -> storages.allocate(local, Vmid.parse("100"), 4, "raw", Optional.empty(), "t"));
        assertEquals("secret", Files.readString(base.resolve("vm-100-disk-0.raw")));
    }

    @Test
    void a_dangling_link_keeps_its_name_from_being_taken() throws Exception {
        Files.createDirectories(root.resolve("images/100"));
        Files.createSymbolicLink(root.resolve("images/100/vm-100-disk-0.raw"), base.resolve("made-elsewhere"));
        assertEquals(
                "100/vm-100-disk-1.raw",
                storages.allocate(local, Vmid.parse("100"), 4, "raw", Optional.empty(), "t")
                        .name());
        assertTrue(Files.notExists(base.resolve("made-elsewhere")));
    }
}
