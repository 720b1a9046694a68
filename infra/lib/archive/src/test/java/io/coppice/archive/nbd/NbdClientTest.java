package io.coppice.archive.nbd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real qemu-nbd. */
class NbdClientTest {
    private static final int SIZE = 5 * 1024 * 1024 + 512;

    @TempDir
    Path folder;

    private Process serve(Path image, String format, boolean readOnly) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/qemu-nbd")), "qemu-nbd is not installed");
        Process server = new ProcessBuilder(
                        "qemu-nbd",
                        "-t",
                        "-f",
                        format,
                        readOnly ? "-r" : "--discard=unmap",
                        "-x",
                        "disk",
                        "-k",
                        folder.resolve("nbd.sock").toString(),
                        image.toString())
                .inheritIO()
                .start();
        for (int i = 0; i < 200 && !Files.exists(folder.resolve("nbd.sock")); i++) {
            server.waitFor(20, TimeUnit.MILLISECONDS);
        }
        return server;
    }

    private NbdClient connect() throws IOException {
        return NbdClient.connect(folder.resolve("nbd.sock"), "disk");
    }

    @Test
    void what_is_written_to_a_qcow2_is_read_again_and_zeroes_are_known() throws Exception {
        Path image = folder.resolve("disk.qcow2");
        assertEquals(
                0,
                new ProcessBuilder("qemu-img", "create", "-q", "-f", "qcow2", image.toString(), "" + SIZE)
                        .inheritIO()
                        .start()
                        .waitFor());
        Process server = serve(image, "qcow2", false);
        byte[] bytes = new byte[300_000];
        new Random(3).nextBytes(bytes);
        try (NbdClient disk = connect()) {
            assertEquals(SIZE, disk.size());
            assertTrue(disk.extents(0, SIZE).getFirst().zero());
            disk.write(1024 * 1024, bytes, 0, bytes.length);
            disk.zeroes(1024 * 1024 + 65_536, 65_536);
            disk.flush();
            System.arraycopy(new byte[65_536], 0, bytes, 65_536, 65_536);
            byte[] back = new byte[bytes.length];
            disk.read(1024 * 1024, back, 0, back.length);
            assertArrayEquals(bytes, back);
            assertTrue(disk.extents(0, SIZE).getFirst().length() >= 1024 * 1024);
        } finally {
            server.destroy();
        }
    }

    @Test
    void what_the_server_refuses_is_told() throws Exception {
        Path image = folder.resolve("disk.raw");
        Files.write(image, new byte[SIZE]);
        Process server = serve(image, "raw", true);
        try (NbdClient disk = connect()) {
            IOException e = assertThrows(IOException.class, () -> disk.write(0, new byte[512], 0, 512));
            assertTrue(String.valueOf(e.getMessage()).contains("read-only"), e.getMessage());
            byte[] back = new byte[1024];
            disk.read(0, back, 0, 1024);
            assertThrows(IOException.class, () -> disk.read(SIZE, back, 0, 1024));
        } finally {
            server.destroy();
        }
        assertThrows(IOException.class, () -> NbdClient.connect(folder.resolve("nobody.sock"), "disk"));
    }
}
