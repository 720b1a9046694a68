package io.coppice.servicekit.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskFilesTest {
    private static final NodeName HERE = new NodeName("pve1");

    @TempDir
    Path dir;

    private TaskFiles accepted(TaskFolder folder, long seconds) throws IOException {
        Upid upid = folder.claim(start -> new Upid(HERE, 1, start, seconds, "qmstart", "100", "root@pam"), 7);
        TaskFiles files = folder.files(upid);
        files.accept(new Accepted(
                upid, "root@pam", "compute", Optional.empty(), false, Optional.empty(), "", false, Map.of()));
        return files;
    }

    @Test
    void a_journal_line_that_a_crash_tore_is_cut_off() throws IOException {
        TaskFiles files = accepted(new TaskFolder(dir), 1);
        files.openJournal().write(new Entry.Begun(0));
        Path journal = files.folder().resolve("journal");
        Files.writeString(journal, "done", StandardOpenOption.APPEND);
        assertEquals(List.of(new Entry.Begun(0)), files.readJournal());
        Journal again = files.openJournal();
        again.write(new Entry.Done(0));
        assertEquals("begun 0\ndone 0\n", Files.readString(journal));
    }

    @Test
    void every_entry_reads_as_it_was_written() {
        for (Entry e : List.of(
                new Entry.Begun(1),
                new Entry.Pivot(2),
                new Entry.Undoing(-1, "a  b: c"),
                new Entry.Stuck(3, ""),
                new Entry.Ended(12, "WARNINGS: 1"))) {
            assertEquals(e, Entry.parse(e.line()));
        }
        assertThrows(IllegalArgumentException.class, () -> Entry.parse("whatever 1"));
    }

    @Test
    void two_tasks_of_one_second_have_two_upids() throws IOException {
        TaskFolder folder = new TaskFolder(dir);
        accepted(folder, 1);
        accepted(folder, 1);
        assertEquals(2, new Tasks(folder).all().size());
    }

    @Test
    void a_thousand_ended_tasks_and_all_young_or_unfinished_ones_are_kept() throws IOException {
        TaskFolder folder = new TaskFolder(dir);
        long now = Duration.ofDays(100).toSeconds();
        for (int i = 0; i < 1003; i++) {
            Path task = Files.createDirectory(dir.resolve("%08X-00000001-00000001".formatted(i)));
            Files.writeString(
                    task.resolve("task.json"),
                    "{\"upid\":\"UPID:pve1:00000001:00000001:%08X:t::r@pam:\"}".formatted(i));
            Files.writeString(task.resolve("journal"), i == 0 ? "begun 0\n" : "ended " + (i == 1 ? now : i) + " OK\n");
        }
        new OldTasks(folder, Clock.fixed(Instant.ofEpochSecond(now), ZoneOffset.UTC)).reconcile();
        List<Long> kept = new Tasks(folder)
                .all().stream().map(t -> t.upid().startSeconds()).toList();
        assertEquals(1002, kept.size());
        assertEquals(List.of(3L, 1L, 0L), kept.subList(999, 1002));
    }

    @Test
    void a_guest_is_where_its_configuration_lies() {
        try (MemoryStore store = new MemoryStore()) {
            store.submit(Change.by(Service.COMPUTE, "root@pam")
                    .put("nodes/pve1/qemu-server/100.conf", "memory: 16\n")
                    .put("nodes/pve2/qemu-server/101.conf", "memory: 16\n")
                    .build());
            Ownership ownership = new StoreOwnership(store, HERE);
            long epoch = store.image().guest(100).orElseThrow().since();
            assertEquals(new Ownership.Standing.Here(epoch), ownership.of(new Vmid(100)));
            assertEquals(Optional.empty(), ownership.lost(new Vmid(100), Optional.of(epoch)));
            assertEquals(Optional.empty(), ownership.lost(new Vmid(102), Optional.of(0L)));
            assertEquals(
                    Optional.of("guest 101 belongs to node 'pve2' now"),
                    ownership.lost(new Vmid(101), Optional.empty()));
        }
    }

    @Test
    void a_guest_that_left_and_came_back_is_lost_to_older_tasks_and_their_changes() throws Exception {
        String here = "nodes/pve1/qemu-server/100.conf";
        String there = "nodes/pve2/qemu-server/100.conf";
        try (MemoryStore store = new MemoryStore()) {
            Upid upid = new Upid(HERE, 1, 1, 1, "qmstart", "100", "root@pam");
            Truth.submit(store, Change.by(Service.COMPUTE, "a").put(here, "1").build());
            Optional<Long> epoch = store.image().guest(100).map(Document::since);
            TaskContext me = new TaskContext(upid, "a", Optional.of(new Vmid(100)), epoch);
            Truth.submit(store, me.change(Service.COMPUTE).put(here, "2").build());
            for (String move : List.of(there, here)) {
                String from = store.image().guest(100).orElseThrow().path();
                Truth.submit(
                        store,
                        Change.by(Service.COMPUTE, "a")
                                .delete(from)
                                .put(move, "2")
                                .build());
            }
            assertEquals(
                    Optional.of("guest 100 has left this node meanwhile"),
                    new StoreOwnership(store, HERE).lost(new Vmid(100), epoch));
            Change late = me.change(Service.COMPUTE).put(here, "3").build();
            assertThrows(Refused.class, () -> Truth.submit(store, late));
            assertEquals("2", store.image().find(here).orElseThrow().text());
        }
    }

    @Test
    void a_refused_change_fails_the_step_with_its_reason() throws StoreUnavailable {
        try (MemoryStore store = new MemoryStore()) {
            Change.Builder twice = Change.by(Service.COMPUTE, "root@pam")
                    .absent("nodes/pve1/qemu-server/100.conf")
                    .put("nodes/pve1/qemu-server/100.conf", "memory: 16\n");
            assertEquals(
                    store.image().revision().number() + 1,
                    Truth.submit(store, twice.build()).number());
            assertThrows(Refused.class, () -> Truth.submit(store, twice.build()));
        }
    }
}
