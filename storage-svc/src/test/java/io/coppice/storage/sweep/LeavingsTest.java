package io.coppice.storage.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestMove;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.storage.TestStorage;
import io.coppice.storage.Tree;
import io.coppice.storage.directory.DirectoryStorage;
import io.coppice.storage.directory.Unfinished;
import io.coppice.store.Change;
import io.coppice.store.Store;
import io.coppice.store.memory.Awakened;
import io.coppice.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left by the dead goes, what the living have stays. */
final class LeavingsTest {
    private static final NodeName HERE = new NodeName("pve1");
    private final MemoryStore store = new MemoryStore();
    private final Unfinished unfinished = new Unfinished(HERE);
    private final Set<String> over = new HashSet<>();
    private boolean importing;
    private Path guest;
    private Path isos;
    private Leavings leavings;

    @TempDir
    private Path root;

    @BeforeEach
    void define() throws IOException {
        TestStorage.define(store, "dir", "local", Map.of("path", root.toString(), "content", TestStorage.ALL));
        guest = Files.createDirectories(root.resolve("images/100"));
        isos = Files.createDirectories(root.resolve("template/iso"));
        Living living = new Living() {
            @Override
            public boolean isOver(String mark) {
                return over.contains(mark);
            }

            @Override
            public boolean runs(String type) {
                return importing;
            }
        };
        leavings = new Leavings(HERE, store, new DirectoryStorage(HERE, new HostCommands()), unfinished, living);
    }

    @Test
    void an_archive_that_nobody_writes_any_more_goes_and_one_with_a_name_stays() throws IOException {
        Path dump = Files.createDirectories(root.resolve("dump"));
        String name = "vzdump-qemu-100-2026_01_01-00_00_00.vma.zst";
        Path left = Files.createFile(dump.resolve("." + name + ".task-pve1-dead.part"));
        Path written = Files.createFile(dump.resolve("." + name + ".task-pve1-lives.part"));
        Path named = Files.createFile(dump.resolve(name));
        over.add("task-pve1-dead");
        leavings.reconcile();
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(written) && Files.exists(named));
    }

    private void marked(String volume, String mark) throws IOException {
        Files.createSymbolicLink(guest.resolve("." + volume + ".mark"), Path.of(mark));
    }

    @Test
    void a_half_made_volume_goes_with_its_task_and_not_before() throws Exception {
        marked("vm-100-disk-0.raw", "task-1");
        Files.writeString(guest.resolve("vm-100-disk-0.raw"), "half");
        Map<String, String> before = Tree.of(root);
        leavings.reconcile();
        assertEquals(before, Tree.of(root), "its task lives");
        over.add("task-1");
        leavings.reconcile();
        leavings.reconcile();
        assertEquals(Map.of(), Tree.of(root));
        assertFalse(Files.exists(guest), "the folder goes too");
    }

    @Test
    void a_mark_without_a_volume_goes_with_its_task() throws Exception {
        marked("vm-100-disk-0.qcow2", "task-1");
        over.add("task-1");
        leavings.reconcile();
        assertEquals(Map.of(), Tree.of(root));
    }

    @Test
    void a_volume_that_a_guest_names_stays_and_loses_its_mark() throws Exception {
        marked("vm-100-disk-0.raw", "task-1");
        Files.writeString(guest.resolve("vm-100-disk-0.raw"), "data");
        over.add("task-1");
        store.submit(Change.by(Service.COMPUTE, "root@pam")
                .put("nodes/pve1/qemu-server/100.conf", "scsi0: local:100/vm-100-disk-0.raw,size=1M\n")
                .build());
        leavings.reconcile();
        assertEquals(Map.of("images/100/vm-100-disk-0.raw", "data"), Tree.of(root));
    }

    /** As after a start of a node that was there neither when the guest began to move nor when it had come. */
    @Test
    void what_an_old_image_does_not_know_is_not_removed_before_the_truth_is_known() throws Exception {
        String task = "task-pve2-1";
        Store started = new Awakened(store);
        Leavings sweep = new Leavings(
                HERE, started, new DirectoryStorage(HERE, new HostCommands()), unfinished, new NobodyLives());
        store.submit(Change.by(Service.COMPUTE, "root@pam")
                .put(GuestMove.path(task), new GuestMove(task, new Vmid(100), new NodeName("pve2"), HERE, true).text())
                .put("nodes/pve1/qemu-server/100.conf", "scsi0: local:100/vm-100-disk-0.raw,size=1M\n")
                .build());
        marked("vm-100-disk-0.raw", GuestMove.coming(task));
        Files.writeString(guest.resolve("vm-100-disk-0.raw"), "the only copy");
        Map<String, String> before = Tree.of(root);
        store.become(MemoryStore.Mood.ALONE);
        sweep.reconcile();
        assertEquals(before, Tree.of(root), "nobody knows whose it is");
        store.become(MemoryStore.Mood.WELL);
        sweep.reconcile();
        assertEquals(before, Tree.of(root), "the move goes on");
        store.submit(Change.by(Service.COMPUTE, "root@pam")
                .delete(GuestMove.path(task))
                .build());
        sweep.reconcile();
        assertEquals(Map.of("images/100/vm-100-disk-0.raw", "the only copy"), Tree.of(root));
    }

    /** Of this node no task acts. */
    private static final class NobodyLives implements Living {
        @Override
        public boolean isOver(String mark) {
            return false;
        }

        @Override
        public boolean runs(String type) {
            return false;
        }
    }

    @Test
    void volumes_without_a_mark_are_never_touched() throws Exception {
        Files.writeString(guest.resolve("vm-100-disk-0.raw"), "data");
        Files.writeString(guest.resolve("something else"), "data");
        Map<String, String> before = Tree.of(root);
        leavings.reconcile();
        assertEquals(before, Tree.of(root));
    }

    @Test
    void a_call_that_nobody_waits_for_left_what_bears_its_mark() throws Exception {
        marked("vm-100-disk-0.raw", "call-pve1-00000000-0000-0000-0000-000000000000");
        Files.writeString(guest.resolve("vm-100-disk-0.raw"), "half");
        marked("vm-100-disk-1.raw", "call-pve2-00000000-0000-0000-0000-000000000000");
        leavings.reconcile();
        assertEquals(Set.of("images/100/.vm-100-disk-1.raw.mark"), Tree.of(root).keySet(), "another node's stays");
    }

    @Test
    void an_empty_mark_is_nobodys_and_goes_alone() throws Exception {
        Files.createFile(guest.resolve(".vm-100-disk-0.raw.mark"));
        Files.writeString(guest.resolve("vm-100-disk-0.raw"), "data");
        leavings.reconcile();
        assertEquals(Map.of("images/100/vm-100-disk-0.raw", "data"), Tree.of(root));
    }

    @Test
    void a_file_without_a_name_goes_unless_somebody_holds_it_or_a_task_may() throws Exception {
        Path left = new Unfinished(HERE).in(isos).file();
        Files.writeString(left, "left");
        Path others = new Unfinished(new NodeName("pve2")).in(isos).file();
        Files.writeString(others, "another node's");
        try (Unfinished.Hold held = unfinished.in(isos)) {
            Files.writeString(held.file(), "held");
            importing = true;
            leavings.reconcile();
            assertEquals(3, Tree.of(isos).size(), "a task that imports may have it");
            importing = false;
            leavings.reconcile();
            assertFalse(Files.exists(left));
            assertTrue(Files.exists(held.file()));
        }
        leavings.reconcile();
        assertEquals(Map.of(others.getFileName().toString(), "another node's"), Tree.of(isos));
    }

    @Test
    void what_leads_out_of_the_storage_is_not_swept() throws Exception {
        Path elsewhere = Files.createDirectories(root.resolveSibling(root.getFileName() + "-elsewhere"));
        Path victim = Files.writeString(elsewhere.resolve("vm-200-disk-0.raw"), "theirs");
        Files.createSymbolicLink(elsewhere.resolve(".vm-200-disk-0.raw.mark"), Path.of("task-1"));
        Files.createSymbolicLink(root.resolve("images/200"), elsewhere);
        over.add("task-1");
        leavings.reconcile();
        assertTrue(Files.exists(victim));
        Files.delete(victim);
        Files.delete(elsewhere.resolve(".vm-200-disk-0.raw.mark"));
        Files.delete(elsewhere);
    }

    @Test
    void a_storage_that_is_not_there_is_passed_over() {
        TestStorage.define(
                store, "dir", "away", Map.of("path", root.resolve("none").toString()));
        leavings.reconcile();
        assertFalse(Files.exists(root.resolve("none")));
    }
}
