package io.coppice.systemtest.power;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.systemtest.power.VolatileDisk.Unflushed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolatileDiskTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void blank() throws IOException {
        file = Files.write(folder.resolve("disk"), new byte[64 << 10]);
    }

    @Test
    void what_was_not_flushed_is_read_and_then_lost() throws IOException {
        try (VolatileDisk disk = new VolatileDisk(file)) {
            disk.write(100, of(1, 5000));
            disk.flush();
            disk.write(4000, of(2, 1000));
            assertArrayEquals(of(2, 1000), disk.read(4000, 1000));
            assertArrayEquals(of(1, 100), disk.read(3900, 100));
            assertEquals(2, disk.losePower(Unflushed.DROPPED, new Random(1)));
            disk.close();
            assertThrows(IOException.class, () -> disk.read(0, 1));
            assertThrows(IOException.class, disk::flush);
        }
        assertArrayEquals(of(1, 5000), Arrays.copyOfRange(Files.readAllBytes(file), 100, 5100));
    }

    @Test
    void what_was_written_through_stays_and_takes_nothing_along() throws IOException {
        try (VolatileDisk disk = new VolatileDisk(file)) {
            disk.write(0, of(1, 4096));
            disk.writeThrough(512, of(2, 512));
            disk.losePower(Unflushed.DROPPED, new Random(1));
        }
        byte[] there = Files.readAllBytes(file);
        assertArrayEquals(of(0, 512), Arrays.copyOf(there, 512));
        assertArrayEquals(of(2, 512), Arrays.copyOfRange(there, 512, 1024));
        assertArrayEquals(of(0, 512), Arrays.copyOfRange(there, 1024, 1536));
    }

    @Test
    void kept_in_part_means_whole_sectors_of_some() throws IOException {
        try (VolatileDisk disk = new VolatileDisk(file)) {
            disk.write(0, of(1, 64 << 10));
            disk.losePower(Unflushed.KEPT_IN_PART, new Random(7));
        }
        byte[] there = Files.readAllBytes(file);
        int kept = 0;
        for (int at = 0; at < there.length; at += 512) {
            assertArrayEquals(of(there[at], 512), Arrays.copyOfRange(there, at, at + 512));
            kept += there[at];
        }
        assertTrue(kept > 8 && kept < 120, "kept sectors: " + kept);
    }

    @Test
    void a_real_client_writes_flushes_and_reads() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/qemu-io")), "there is no qemu-io");
        Path socket = folder.resolve("nbd");
        String address = "nbd+unix:///?socket=" + socket;
        try (VolatileDisk disk = new VolatileDisk(file);
                NbdServer server = new NbdServer(disk, socket)) {
            io(address, "write -P 1 0 8k", "flush", "write -P 2 -f 8k 4k", "read -P 1 0 8k", "write -z 4k 4k", "flush");
            assertArrayEquals(of(1, 4096), Arrays.copyOf(Files.readAllBytes(file), 4096));
            assertArrayEquals(of(0, 4096), Arrays.copyOfRange(Files.readAllBytes(file), 4096, 8192));
            assertArrayEquals(of(2, 4096), Arrays.copyOfRange(Files.readAllBytes(file), 8192, 12288));
        }
    }

    private void io(String address, String... commands) throws Exception {
        List<String> argv = new java.util.ArrayList<>(List.of("/usr/bin/qemu-io", "-f", "raw", "-t", "writeback"));
        for (String command : commands) {
            argv.addAll(List.of("-c", command));
        }
        argv.add(address);
        Path said = folder.resolve("said");
        Process ended = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertEquals(0, ended.waitFor(), Files.readString(said));
        assertTrue(!Files.readString(said).contains("failed"), Files.readString(said));
    }

    private static byte[] of(int value, int length) {
        byte[] all = new byte[length];
        Arrays.fill(all, (byte) value);
        return all;
    }
}
