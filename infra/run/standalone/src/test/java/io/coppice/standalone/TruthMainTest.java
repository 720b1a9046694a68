package io.coppice.standalone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.raft.Stores;
import io.coppice.store.seal.Sealer;
import io.coppice.store.socket.CopyServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthMainTest {
    private static final NodeName OAK = new NodeName("oak");
    private static final NodeName ELM = new NodeName("elm");
    private static final String VM = "nodes/oak/qemu-server/100.conf";
    private static final String SEALED = "priv/realm/wood.pw";
    private static final byte[] SECRET = "a word".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path dir;

    private Path file;
    private Path keys;
    private long revision;

    /** Backed up while it is open, then changed once more. */
    @BeforeEach
    void a_node_that_was_backed_up() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node's folders are root's");
        file = dir.resolve("backup");
        keys = dir.resolve("keys");
        DataFolder data = new DataFolder(dir.resolve("oak"));
        data.ensure();
        Sealer sealer = Sealer.withKeyring(data.secret().resolve("keyring"));
        try (Store store = Stores.open(data.store(), OAK)) {
            put(store, Service.COMPUTE, VM, "memory: 1\n");
            put(store, Service.AUTH, SEALED, sealer.seal(SECRET) + "\n");
            put(store, Service.NODE, "cluster/config", "name: wood\n");
            put(store, Service.NODE, "cluster/members/ash", "of no use elsewhere\n");
            revision = store.image().revision().number();
            try (CopyServer copies = CopyServer.listen(data.copySocket(), to -> Stores.copy(store, to))) {
                assertTrue(Files.exists(data.copySocket()), copies::toString);
                String said = TruthMain.backUp(data, file, Optional.of(keys));
                assertTrue(said.contains("4 documents, 1 guests"), said);
            }
            put(store, Service.COMPUTE, VM, "memory: 2\n");
        }
    }

    private static void put(Store store, Service writer, String path, String text) {
        assertInstanceOf(
                Outcome.Done.class,
                store.submit(Change.by(writer, "x").put(path, text).build()));
    }

    @Test
    void a_new_node_gets_all_but_who_the_others_were_and_every_guest_anew() throws Exception {
        DataFolder fresh = new DataFolder(dir.resolve("elm"));
        String said = TruthMain.restore(fresh, file, Optional.of(keys), ELM);
        assertTrue(said.contains("guests of nodes that are not here: oak"), said);
        try (Store store = Stores.open(fresh.store(), ELM)) {
            assertEquals(
                    List.of(VM, SEALED),
                    store.image().below("").stream().map(Document::path).toList());
            Document vm = store.image().guest(100).orElseThrow();
            assertEquals("memory: 1\n", vm.text());
            assertTrue(vm.since() > revision, vm::toString);
            assertArrayEquals(
                    SECRET,
                    Sealer.withKeyring(fresh.secret().resolve("keyring"))
                            .open(store.image().find(SEALED).orElseThrow().text()));
        }
        assertTrue(Files.exists(fresh.secret().resolve("first-start-done")));
    }

    @Test
    void only_its_owner_reads_a_backup_and_its_keys_and_none_is_written_over() throws IOException {
        for (Path one : List.of(file, keys)) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(one)));
        }
        DataFolder data = new DataFolder(dir.resolve("oak"));
        assertThrows(IOException.class, () -> TruthMain.backUp(data, file, Optional.empty()));
        Path nowhere = dir.resolve("nowhere/backup");
        assertEquals(
                "there is no folder for " + nowhere,
                assertThrows(IOException.class, () -> TruthMain.backUp(data, nowhere, Optional.empty()))
                        .getMessage());
        Path other = dir.resolve("other");
        String said = TruthMain.backUp(data, other, Optional.empty());
        assertTrue(said.contains("--keyring"), said);
        assertEquals("memory: 2\n", Stores.look(other).guest(100).orElseThrow().text());
    }

    @Test
    void without_the_keys_or_with_a_damaged_file_nothing_is_restored() throws IOException {
        DataFolder fresh = new DataFolder(dir.resolve("elm"));
        IOException closed =
                assertThrows(IOException.class, () -> TruthMain.restore(fresh, file, Optional.empty(), ELM));
        assertTrue(closed.getMessage().contains(SEALED), closed.getMessage());
        byte[] all = Files.readAllBytes(file);
        all[all.length - 20] ^= 1;
        Files.write(file, all);
        assertThrows(IOException.class, () -> TruthMain.restore(fresh, file, Optional.of(keys), ELM));
        assertTrue(Files.notExists(fresh.store().resolve("member")));
    }

    @Test
    void a_node_that_runs_keeps_its_truth_and_one_that_is_down_puts_it_aside() throws IOException {
        DataFolder data = new DataFolder(dir.resolve("oak"));
        try (Store store = Stores.open(data.store(), OAK)) {
            assertThrows(IOException.class, () -> TruthMain.restore(data, file, Optional.empty(), OAK));
            assertEquals("memory: 2\n", store.image().guest(100).orElseThrow().text());
        }
        String said = TruthMain.restore(data, file, Optional.empty(), OAK);
        Path aside = data.root().resolve(TruthMain.ASIDE);
        assertTrue(said.contains(aside.toString()), said);
        try (Store now = Stores.open(data.store(), OAK);
                Store before = Stores.open(aside, OAK)) {
            assertEquals("memory: 1\n", now.image().guest(100).orElseThrow().text());
            assertEquals("memory: 2\n", before.image().guest(100).orElseThrow().text());
        }
        assertThrows(IOException.class, () -> TruthMain.restore(data, file, Optional.empty(), OAK));
    }
}
