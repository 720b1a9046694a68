package io.coppice.store.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Outcome;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    private static final NodeName ME = new NodeName("pve1");
    private static final String PATH = "nodes/pve1/qemu-server/100.conf";

    @TempDir
    Path dir;

    private Path file;
    private List<Document> documents;
    private Revision revision;
    private Change last;

    @BeforeEach
    void back_up() throws IOException {
        file = dir.resolve("backup");
        try (Store store = Stores.open(dir.resolve("store"), ME)) {
            for (int i = 0; i < 50; i++) {
                last = Change.by(Service.COMPUTE, "root@pam")
                        .put(PATH, "memory: " + i)
                        .build();
                store.submit(last);
            }
            Stores.backUp(store, file);
            documents = store.image().below("");
            revision = store.image().revision();
            store.submit(Change.by(Service.COMPUTE, "root@pam").delete(PATH).build());
        }
    }

    @Test
    void a_restored_store_has_the_documents_of_the_backup_and_is_another_incarnation() throws IOException {
        Path restored = dir.resolve("restored");
        Stores.restore(file, restored, new NodeName("pve2"));
        Revision first = null;
        for (int i = 0; i < 2; i++) {
            try (Store store = Stores.open(restored, new NodeName("pve2"))) {
                Revision now = store.image().revision();
                assertNotEquals(revision.incarnation(), now.incarnation());
                assertEquals(first == null ? now.incarnation() : first.incarnation(), now.incarnation());
                first = now;
                // the tasks of the other incarnation hold nothing of the guest any more
                assertTrue(store.image().guest(100).orElseThrow().since() > revision.number());
                assertEquals(texts(documents), texts(store.image().below("")));
                // Of another incarnation: what that one decided is not decided here.
                assertTrue(store.submit(last) instanceof Outcome.Done d
                        && d.revision().number() > revision.number());
            }
        }
    }

    private static List<String> texts(List<Document> documents) {
        return documents.stream().map(d -> d.path() + " " + d.text()).toList();
    }

    @Test
    void a_store_that_is_alone_makes_room_and_is_kept_aside_and_one_of_several_does_not() throws IOException {
        Path store = dir.resolve("store");
        Path aside = dir.resolve("aside");
        List<String> done = new ArrayList<>();
        Stores.restoreOver(file, store, ME, "none"::equals, aside, () -> done.add("ready"));
        try (Store now = Stores.open(store, ME)) {
            assertEquals(texts(documents), texts(now.image().below("")));
            IOException open = assertThrows(
                    IOException.class,
                    () -> Stores.restoreOver(
                            file, store, ME, "none"::equals, dir.resolve("another"), () -> done.add("ready")));
            assertTrue(open.getMessage().contains("in use"), open.getMessage());
        }
        try (Store before = Stores.open(aside, ME)) {
            assertEquals(List.of(), before.image().below(""));
        }
        assertThrows(
                IOException.class,
                () -> Stores.restoreOver(file, store, ME, "none"::equals, aside, () -> done.add("ready")));
        Files.writeString(store.resolve("joined"), "pve2-00000000\n");
        Path another = dir.resolve("another");
        IOException several = assertThrows(
                IOException.class,
                () -> Stores.restoreOver(file, store, ME, "none"::equals, another, () -> done.add("ready")));
        assertTrue(several.getMessage().contains("one of several"), several.getMessage());
        assertEquals(List.of("ready"), done, "what is refused changes nothing");
        assertTrue(Files.notExists(another));
    }

    @Test
    void what_shall_not_go_along_does_not_and_a_closed_store_can_be_backed_up_too() throws IOException {
        Path fresh = dir.resolve("fresh");
        Stores.restoreOver(file, fresh, ME, PATH::equals, dir.resolve("aside"), () -> {});
        assertTrue(Files.notExists(dir.resolve("aside")));
        try (Store store = Stores.open(fresh, ME)) {
            assertEquals(List.of(), store.image().below(""));
        }
        Path again = dir.resolve("again");
        Stores.backUp(fresh, ME, again);
        assertEquals(List.of(), Stores.look(again).below(""));
        assertEquals(texts(documents), texts(Stores.look(file).below("")));
    }

    @Test
    void only_the_owner_reads_a_backup_and_it_stays_open_for_more() throws IOException {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(Files.notExists(dir.resolve("backup.tmp")));
    }

    @Test
    void a_damaged_backup_or_a_directory_in_use_is_refused() throws IOException {
        IOException used = assertThrows(IOException.class, () -> Stores.restore(file, dir.resolve("store"), ME));
        assertTrue(used.getMessage().contains("is not empty"), used.getMessage());
        byte[] all = Files.readAllBytes(file);
        all[all.length / 2] ^= 1;
        Files.write(file, all);
        IOException damaged = assertThrows(IOException.class, () -> Stores.restore(file, dir.resolve("new"), ME));
        assertTrue(damaged.getMessage().contains("no backup that can be used"), damaged.getMessage());
        assertTrue(Files.notExists(dir.resolve("new")));
    }
}
