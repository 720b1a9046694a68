package io.coppice.store.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.store.Change;
import io.coppice.store.Change.Write;
import io.coppice.store.Outcome;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import io.coppice.store.StoreDoorTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class RaftStoreTest extends StoreDoorTest {
    private static final NodeName ME = new NodeName("pve1");

    @TempDir
    Path dir;

    private final StoreOptions options = StoreOptions.usual().withMinFreeBytes(0);

    @Override
    protected Store open() throws IOException {
        return Stores.open(dir.resolve("store"), ME, options);
    }

    private void reopen(StoreOptions with) throws IOException {
        store.close();
        store = Stores.open(dir.resolve("store"), ME, with);
    }

    @Test
    void opened_again_it_has_all_that_was_done() throws IOException {
        Change c = put("ha/x", "1");
        Outcome.Done d = done(c);
        done(Change.by(Service.COMPUTE, "t").write(new Write.Reserve(100, "t")).build());
        Revision before = store.image().revision();
        reopen(options);
        assertEquals(before, store.image().revision());
        assertEquals("1", store.image().find("ha/x").orElseThrow().text());
        assertEquals("t", store.image().reservation(100).orElseThrow().owner());
        assertEquals(d, store.submit(c));
    }

    @Test
    void snapshots_cut_the_log_and_are_opened() throws Exception {
        reopen(options.withSnapshotBytes(3 << 20));
        String text = "x".repeat(1_000_000);
        for (int i = 0; i < 30; i++) {
            done(put("ha/" + i % 4, text + i));
        }
        long until = System.nanoTime() + 60_000_000_000L;
        while (snapshots().isEmpty() || logBytes() > 20_000_000) {
            assertTrue(System.nanoTime() < until, "no snapshot after a minute, or a log of " + logBytes() + " bytes");
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
        Revision before = store.image().revision();
        reopen(options);
        assertEquals(before, store.image().revision());
        assertTrue(store.image().find("ha/1").orElseThrow().text().endsWith("x29"));
        done(put("ha/more", "1"));
    }

    @Test
    void after_many_small_changes_closing_leaves_a_snapshot() throws IOException {
        for (int i = 0; i < 250; i++) {
            Change.Builder b = Change.by(Service.COMPUTE, "root@pam").put("ha/x", "n" + i);
            done(b.build());
        }
        assertTrue(snapshots().isEmpty(), "a snapshot for so few");
        try (var writers = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 900; i++) {
                int n = i;
                writers.submit(() -> done(put("ha/" + n % 50, "n" + n)));
            }
        }
        Revision before = store.image().revision();
        reopen(options);
        assertEquals(before, store.image().revision());
        assertEquals(1, snapshots().size());
    }

    @Test
    void on_a_full_disk_it_takes_deletions_only_and_says_disk() throws IOException {
        done(put("ha/x", "1"));
        Change before = put("ha/z", "1");
        done(before);
        reopen(options.withMinFreeBytes(Long.MAX_VALUE));
        Outcome.Refused r = refused(put("ha/y", "1"));
        assertEquals(Outcome.Reason.DISK_FULL, r.reason());
        assertTrue(r.message().contains("disk"), r.message());
        done(Change.by(Service.COMPUTE, "root@pam").delete("ha/x").build());
        assertTrue(store.image().find("ha/x").isEmpty());
        done(before);
    }

    @Test
    void a_second_one_in_the_same_directory_is_refused() {
        IOException e = assertThrows(IOException.class, () -> Stores.open(dir.resolve("store"), ME, options));
        assertTrue(e.getMessage().contains("cannot be opened"), e.getMessage());
        done(put("ha/x", "1"));
    }

    @Test
    void a_renamed_host_opens_its_store() throws IOException {
        done(put("ha/x", "1"));
        store.close();
        store = Stores.open(dir.resolve("store"), new NodeName("other"), options);
        done(put("ha/x", "2"));
    }

    @Test
    void left_over_temporary_files_are_swept() throws IOException {
        store.close();
        Path left = group().resolve("sm/snapshot.1_7.tmp");
        Files.writeString(left, "half");
        store = Stores.open(dir.resolve("store"), ME, options);
        assertTrue(Files.notExists(left));
    }

    @Test
    void a_torn_last_record_is_cut() throws IOException {
        done(put("ha/x", "1"));
        done(put("ha/y", "1"));
        store.close();
        Path log = openSegment();
        byte[] all = Files.readAllBytes(log);
        byte[] torn = Arrays.copyOf(all, all.length + 4096);
        // The beginning of a record that says it has 100 bytes, in preallocated zeros.
        torn[all.length] = 100;
        torn[all.length + 1] = 8;
        torn[all.length + 2] = 1;
        Files.write(log, torn);
        store = Stores.open(dir.resolve("store"), ME, options);
        assertEquals("1", store.image().find("ha/y").orElseThrow().text());
        done(put("ha/y", "2"));
    }

    @Test
    void a_record_that_was_torn_before_others_of_its_own_write_is_cut_with_them() throws IOException {
        done(put("ha/y", "y".repeat(1000)));
        store.close();
        Path log = openSegment();
        byte[] all = Files.readAllBytes(log);
        // Two records of one write, of which the disk had written the second whole, and of the first all but one
        // sector.
        byte[] record = recordWith(all, "yyyy");
        byte[] batch = Arrays.copyOf(all, all.length + 2 * record.length);
        System.arraycopy(record, 0, batch, all.length, record.length);
        System.arraycopy(record, 0, batch, all.length + record.length, record.length);
        Arrays.fill(batch, all.length + 300, all.length + 812, (byte) 0);
        Files.write(log, batch);
        store = Stores.open(dir.resolve("store"), ME, options);
        assertEquals(1000, store.image().find("ha/y").orElseThrow().text().length());
        done(put("ha/y", "2"));
    }

    @Test
    void damage_before_whole_records_refuses_to_start_and_says_how_to_go_on() throws IOException {
        for (int i = 0; i < 20; i++) {
            done(put("ha/x", "text " + i));
        }
        store.close();
        Path log = openSegment();
        byte[] all = Files.readAllBytes(log);
        all[all.length / 2] ^= 0x55;
        Files.write(log, all);
        IOException e = assertThrows(IOException.class, () -> Stores.open(dir.resolve("store"), ME, options));
        assertTrue(e.getMessage().contains("damaged") && e.getMessage().contains("backup"), e.getMessage());
        all[all.length / 2] ^= 0x55;
        Files.write(log, all);
        store = Stores.open(dir.resolve("store"), ME, options);
        assertEquals("text 19", store.image().find("ha/x").orElseThrow().text());
    }

    @Test
    void a_lost_log_refuses_to_start() throws IOException {
        done(put("ha/x", "1"));
        store.close();
        try (Stream<Path> all = Files.walk(group())) {
            for (Path p : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(p);
            }
        }
        assertThrows(IOException.class, () -> Stores.open(dir.resolve("store"), ME, options));
    }

    @Test
    void an_entry_of_a_newer_program_halts_it() throws Exception {
        done(put("ha/x", "1"));
        store.close();
        Home home = Home.enter(dir.resolve("store"), ME);
        var disk = new Disk(home.dir(), 0);
        Keeper keeper = new Keeper(home, options, disk, s -> {});
        keeper.start(java.time.Duration.ofSeconds(30));
        var replica = keeper.replica();
        var lost =
                replica.submit(new io.coppice.store.state.Entry.LevelRaise(99)).get();
        assertTrue(!lost.isSuccess());
        assertTrue(keeper.replica() == null);
        keeper.close();
        IOException e = assertThrows(IOException.class, () -> Stores.open(dir.resolve("store"), ME, options));
        assertTrue(e.getMessage().contains("level 99"), e.getMessage());
    }

    private static byte[] recordWith(byte[] all, String text) {
        for (int at = 8; ; ) {
            int start = at;
            int length = 0;
            int shift = 0;
            do {
                length |= (all[at] & 0x7F) << shift;
                shift += 7;
            } while (all[at++] < 0);
            at += length + 4;
            byte[] record = Arrays.copyOfRange(all, start, at);
            if (new String(record, StandardCharsets.ISO_8859_1).contains(text)) {
                return record;
            }
        }
    }

    private Path group() {
        return dir.resolve("store").resolve(Home.GROUP.getUuid().toString());
    }

    private Path openSegment() throws IOException {
        try (Stream<Path> all = Files.list(group().resolve("current"))) {
            return all.filter(p -> p.getFileName().toString().startsWith("log_inprogress_"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<Path> snapshots() throws IOException {
        try (Stream<Path> all = Files.list(group().resolve("sm"))) {
            return all.filter(p -> p.getFileName().toString().matches("snapshot\\.\\d+_\\d+"))
                    .toList();
        }
    }

    private long logBytes() throws IOException {
        try (Stream<Path> all = Files.list(group().resolve("current"))) {
            return all.filter(p -> p.getFileName().toString().startsWith("log_"))
                    .mapToLong(p -> p.toFile().length())
                    .sum();
        }
    }
}
