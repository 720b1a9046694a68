package io.coppice.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** A guest goes to another node with its disk, there and back, in turns with a copy of as many bytes on this machine's disk. */
final class MoveBench {
    private static final int MIB = 1024;
    private static final int WARM_UP = 1;
    private static final int ROUNDS = 4;
    private static final int VMID = 990;
    private static final String DISK = "vm-" + VMID + "-disk-0.raw";

    private MoveBench() {}

    static void measure(BenchHosts hosts, Path dir, Table table) throws Exception {
        int[] at = {hosts.leader(1)};
        hosts.api(at[0])
                .task(
                        "POST",
                        "/nodes/pve" + at[0] + "/qemu",
                        Map.of("vmid", VMID, "memory", 64, "scsi0", "local:1,format=raw"));
        Path beside = dir.resolve("moved.raw");
        fill(hosts.data(at[0]).resolve("storage/images/" + VMID + "/" + DISK));
        fill(beside);
        Turns turns = new Turns(WARM_UP, ROUNDS);
        turns.add("copy", () -> copy(beside, dir.resolve("copy.raw")));
        turns.add("move", () -> at[0] = move(hosts, at[0]));
        turns.run();
        double seconds = turns.told("move").millis(0.5) / 1e3;
        double copying = turns.told("copy").millis(0.5) / 1e3;
        table.row(
                "moving a guest with 1 GiB, of which no byte is zero",
                told(seconds),
                "a copy, flushed: " + told(copying));
    }

    private static String told(double seconds) {
        return String.format(Locale.ROOT, "median %.1f s, %.0f MiB/s", seconds, MIB / seconds);
    }

    /** @return the node that it is on then */
    private static int move(BenchHosts hosts, int from) throws IOException, InterruptedException {
        int to = hosts.next(from);
        hosts.api(from).task("POST", "/nodes/pve" + from + "/qemu/" + VMID + "/migrate", Map.of("target", "pve" + to));
        return to;
    }

    private static void fill(Path file) throws IOException {
        byte[] part = new byte[1 << 20];
        new Random(MIB).nextBytes(part);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < MIB; i++) {
                part[0] = (byte) i;
                ByteBuffer left = ByteBuffer.wrap(part);
                while (left.hasRemaining()) {
                    out.write(left);
                }
            }
            out.force(true);
        }
    }

    /** Byte by byte, as over a line: a file system that shares blocks would copy nothing. */
    private static void copy(Path from, Path to) throws IOException {
        ByteBuffer part = ByteBuffer.allocateDirect(1 << 20);
        try (FileChannel in = FileChannel.open(from);
                FileChannel out = FileChannel.open(
                        to,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            while (in.read(part) >= 0) {
                part.flip();
                while (part.hasRemaining()) {
                    out.write(part);
                }
                part.clear();
            }
            out.force(true);
        }
    }
}
