package io.coppice.backup.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.archive.vma.VmaHeader;
import io.coppice.archive.vma.VmaReader;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VzdumpTest {
    @TempDir
    Path folder;

    private final FakeGuests guests = new FakeGuests().with(100).with(102);
    private final List<String> said = new ArrayList<>();

    private final Progress progress = new Progress() {
        @Override
        public void log(String line) {
            said.add(line);
        }

        @Override
        public void warn(String line) {
            said.add("WARN " + line);
        }

        @Override
        public void checkCancelled() {
            // nobody cancels
        }
    };

    private List<Step> steps(MemoryShelf shelf, Integer... vmids) {
        return steps(shelf, "", vmids);
    }

    private List<Step> steps(MemoryShelf shelf, String script, Integer... vmids) {
        Upid upid = new Upid(new NodeName("pve1"), 1, 1, 1_700_000_000, "vzdump", "", "root@pam");
        return new Vzdump(guests, (storage, dumpdir) -> shelf, task -> said, new HostCommands(), new Turn(any -> true))
                .steps(FakeGuests.params(List.of(vmids), "snapshot", "", script), new TaskContext(upid, "root@pam"));
    }

    private void run(List<Step> steps) throws Exception {
        for (Step s : steps) {
            s.run().run(progress);
        }
    }

    /** The file that was written last. */
    private byte[][] disks() throws IOException {
        Path archive;
        try (Stream<Path> all = Files.walk(folder)) {
            archive = all.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        byte[][] disks = new byte[2][FakeGuests.content("").length];
        try (InputStream in = Files.newInputStream(archive)) {
            VmaReader reader = new VmaReader(in);
            reader.read(new VmaReader.Sink() {
                @Override
                public void data(VmaHeader.Device d, long offset, byte[] bytes, int from, int length) {
                    System.arraycopy(bytes, from, disks[d.id() - 1], (int) offset, length);
                }

                @Override
                public void zeroes(VmaHeader.Device d, long offset, long length) {
                    // they are
                }
            });
        }
        return disks;
    }

    @Test
    void an_archive_holds_the_disks_as_they_are() throws Exception {
        run(steps(new MemoryShelf(folder), 100));
        byte[][] disks = disks();
        assertArrayEquals(FakeGuests.content("100-scsi0"), disks[0]);
        assertArrayEquals(FakeGuests.content("100-scsi1"), disks[1]);
    }

    @Test
    void of_several_guests_one_that_fails_keeps_the_others_from_nothing() throws Exception {
        MemoryShelf shelf = new MemoryShelf(folder);
        Object before = guests.picture();
        Refused e = assertThrows(Refused.class, () -> run(steps(shelf, 100, 101, 102)));
        assertEquals("job errors", e.failure().text());
        String shown = shelf.picture().toString();
        assertTrue(shown.contains("vzdump-qemu-100-") && shown.contains("vzdump-qemu-102-"), shown);
        assertFalse(shown.contains("vzdump-qemu-101-"), shown);
        assertTrue(said.contains("ERROR: Backup of VM 101 failed - there is no VM 101"), said.toString());
        assertEquals(before, guests.picture());
    }

    @Test
    void a_containers_archive_is_what_came_by_and_its_words_are_the_logs() throws Exception {
        guests.with(200);
        run(steps(new MemoryShelf(folder), 200));
        Path archive;
        try (Stream<Path> all = Files.walk(folder)) {
            archive = all.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        assertTrue(archive.toString().contains("vzdump-lxc-200-")
                && archive.toString().endsWith(".tar"));
        assertArrayEquals(FakeGuests.content("200-files"), Files.readAllBytes(archive));
        assertTrue(said.contains("reading [/tmp/?*]"), said.toString());
    }

    @Test
    void a_guest_that_starts_again_with_a_quorum_alone_is_waited_for_and_not_read_once_more() throws Exception {
        guests.with(200).holdingOn(3);
        run(steps(new MemoryShelf(folder), 200));
        assertEquals(1, guests.readings());
        assertEquals(
                1,
                said.stream()
                        .filter("waiting for the store: CT 200 is off"::equals)
                        .count());
        assertTrue(guests.picture().toString().startsWith("[{}, "), "it is held no more");
    }

    /** A real program, which writes down what it is told, and ends badly where it is asked to. */
    private Path script(Path told, String failsAt) throws IOException {
        Path script = folder.resolve("told of it");
        Files.writeString(script, """
                #!/bin/sh
                echo "$* $STOREID $VMTYPE $HOSTNAME ${TARGET##*/}" >>"%s"
                echo "heard $1"
                [ "$1" != "%s" ]
                """.formatted(told, failsAt));
        assertTrue(script.toFile().setExecutable(true));
        return script;
    }

    @Test
    void a_program_is_told_of_each_phase_and_its_words_are_the_logs() throws Exception {
        Path told = folder.resolve("told");
        run(steps(
                new MemoryShelf(Files.createDirectory(folder.resolve("s"))),
                script(told, "").toString(),
                100));
        assertEquals(
                List.of(
                        "job-start local",
                        "backup-start snapshot 100 local qemu guest100",
                        "backup-end snapshot 100 local qemu guest100",
                        "job-end local"),
                Files.readAllLines(told).stream()
                        .map(l -> l.replaceAll(" vzdump-\\S+", "").strip())
                        .toList());
        assertTrue(Files.readString(told).contains("guest100 vzdump-qemu-100-"), Files.readString(told));
        assertTrue(said.contains("heard backup-start"), said.toString());
    }

    @Test
    void a_program_that_ends_badly_ends_the_backup_and_is_told_so() throws Exception {
        Path told = folder.resolve("told");
        Object before = guests.picture();
        List<Step> steps = steps(
                new MemoryShelf(Files.createDirectory(folder.resolve("s"))),
                script(told, "backup-start").toString(),
                100,
                102);
        assertThrows(Refused.class, () -> run(steps));
        assertTrue(said.stream().anyMatch(l -> l.contains("at backup-start failed with exit code 1")), said.toString());
        assertTrue(Files.readString(told).contains("backup-abort snapshot 100"), Files.readString(told));
        assertEquals(before, guests.picture());
    }

    @Test
    void a_program_that_is_not_there_is_named() throws Exception {
        MemoryShelf shelf = new MemoryShelf(folder);
        Refused e = assertThrows(Refused.class, () -> run(steps(shelf, "/no/such-program", 100)));
        assertTrue(
                e.failure().text().startsWith("script '/no/such-program' at job-start failed"),
                e.failure().text());
    }

    @Test
    void a_container_whose_files_do_not_all_come_has_no_archive() throws Exception {
        guests.with(200).breaking(200);
        MemoryShelf shelf = new MemoryShelf(folder);
        Object before = shelf.picture();
        assertThrows(Refused.class, () -> run(steps(shelf, 200, 200 + 1)));
        assertEquals(before, shelf.picture());
        assertTrue(said.contains("ERROR: Backup of VM 200 failed - tar failed with exit code 2"), said.toString());
    }
}
