package io.coppice.compute.distro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A template's author may lay any link: none leads out of the root. */
class RootFolderTest {
    @TempDir
    private Path folder;

    private Path root;
    private RootFolder files;

    @BeforeEach
    void make() throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        Files.createDirectories(root.resolve("etc"));
        Files.createDirectories(folder.resolve("etc"));
        Files.writeString(folder.resolve("etc/secret"), "of the host");
        files = new RootFolder(root, (Integer) Files.getAttribute(folder, "unix:uid"));
    }

    @Test
    void an_absolute_link_begins_at_the_root() throws IOException {
        Files.createSymbolicLink(root.resolve("etc/hosts"), folder.resolve("etc/secret"));
        assertEquals(Optional.empty(), files.read("etc/hosts"));
        files.write("etc/hosts", "mine");
        assertEquals("of the host", Files.readString(folder.resolve("etc/secret")));
        assertEquals(Optional.of("mine"), files.read("etc/hosts"));
    }

    @Test
    void dots_do_not_climb_out() throws IOException {
        Files.createSymbolicLink(root.resolve("etc/up"), Path.of("../../../../etc"));
        files.write("etc/up/secret", "mine");
        assertEquals("of the host", Files.readString(folder.resolve("etc/secret")));
        assertEquals("mine", Files.readString(root.resolve("etc/secret")));
        assertEquals(Optional.of("mine"), files.read("../../etc/secret"));
    }

    @Test
    void links_in_a_circle_end_with_a_word() throws IOException {
        Files.createSymbolicLink(root.resolve("etc/a"), Path.of("b"));
        Files.createSymbolicLink(root.resolve("etc/b"), Path.of("a"));
        assertThrows(IOException.class, () -> files.read("etc/a"));
    }

    @Test
    void what_is_no_plain_file_is_neither_read_nor_written() throws IOException {
        Files.createDirectories(root.resolve("etc/hostname"));
        assertEquals(Optional.empty(), files.read("etc/hostname"));
        assertThrows(IOException.class, () -> files.write("etc/hostname", "x"));
    }

    @Test
    void a_link_is_removed_and_not_what_it_leads_to() throws IOException {
        Files.createSymbolicLink(root.resolve("etc/localtime"), Path.of("zone"));
        Files.writeString(root.resolve("etc/zone"), "here");
        files.delete("etc/localtime");
        assertFalse(Files.isSymbolicLink(root.resolve("etc/localtime")));
        assertTrue(Files.exists(root.resolve("etc/zone")));
    }
}
