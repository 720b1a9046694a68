package io.coppice.compute.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CtCopyPlaceTest {
    private static final Vmid GUEST = new Vmid(200);

    @TempDir
    Path dir;

    private Path workplace;
    private Path asked;

    @BeforeEach
    void folders() throws IOException {
        workplace = Files.createDirectory(dir.resolve("backup-200"));
        asked = Files.createDirectory(dir.resolve("asked"));
    }

    @Test
    void where_nothing_is_asked_for_it_is_the_workplace() throws IOException {
        assertEquals(workplace.resolve("rootfs"), CtCopyPlace.make(workplace, GUEST, Optional.empty()));
        assertEquals(Optional.empty(), CtCopyPlace.elsewhere(workplace, GUEST));
    }

    @Test
    void what_was_made_elsewhere_is_found_by_who_cleans_up_even_where_it_was_not_made_any_more() throws IOException {
        Path made = CtCopyPlace.make(workplace, GUEST, Optional.of(asked.toString()));
        assertEquals(asked.resolve("vzdumptmp-200"), made);
        assertTrue(Files.isDirectory(made));
        assertEquals(Optional.of(made), CtCopyPlace.elsewhere(workplace, GUEST));
        Files.delete(made);
        assertEquals(Optional.of(made), CtCopyPlace.elsewhere(workplace, GUEST));
    }

    @Test
    void what_is_no_folder_or_is_taken_is_refused_and_stays_as_it_is() throws IOException {
        Path taken = Files.createDirectory(asked.resolve("vzdumptmp-200"));
        Files.writeString(taken.resolve("somebody's"), "x");
        for (String folder : List.of(asked.toString(), dir.resolve("nowhere").toString(), "asked")) {
            Refused refused =
                    assertThrows(Refused.class, () -> CtCopyPlace.make(workplace, GUEST, Optional.of(folder)), folder);
            assertTrue(refused.getMessage().contains("tmpdir"), refused::getMessage);
        }
        assertEquals(Optional.empty(), CtCopyPlace.elsewhere(workplace, GUEST));
        assertTrue(Files.exists(taken.resolve("somebody's")));
    }

    @Test
    void a_note_that_leads_anywhere_else_is_not_believed() throws IOException {
        Files.createSymbolicLink(workplace.resolve("elsewhere"), Path.of("/etc"));
        assertFalse(CtCopyPlace.elsewhere(workplace, GUEST).isPresent());
    }

    @Test
    void programs_get_the_priority_that_was_asked_for() {
        assertEquals(List.of("ionice", "-c", "2", "-n", "5", "tar", "-c"), new Ionice(5).argv(List.of("tar", "-c")));
        assertEquals(List.of("ionice", "-c", "3", "tar"), new Ionice(8).argv(List.of("tar")));
    }
}
