package io.coppice.bench;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Creating a guest until its task has ended, without and with a disk, in turns with what the disk alone takes. */
final class CreateBench implements Bench {
    private static final int ROUNDS = 25;
    private static final int WARM_UP = 60;
    private static final double WITHOUT_DISK_MILLIS = 30;
    private static final double MORE_THAN_BARE_MILLIS = 40;

    @Override
    public void run(Where where, Table table) throws Exception {
        try (BenchNode node = where.node("create").up()) {
            Api api = node.api();
            String guests = "/nodes/" + BenchNode.name() + "/qemu";
            Path beside = Files.createDirectories(where.scratch().resolve("images"));
            Turns turns = new Turns(WARM_UP, ROUNDS);
            int[] next = {where.vmid() + 1};
            turns.add("one fsync", () -> fsync(beside.resolve("synced")));
            turns.add("without", () -> api.task("POST", guests, Map.of("vmid", next[0]++, "memory", 64, "cores", 1)));
            turns.add("bare", () -> image(beside.resolve("image.qcow2")));
            turns.add(
                    "with",
                    () -> api.task(
                            "POST", guests, Map.of("vmid", next[0]++, "memory", 64, "scsi0", "local:1,format=qcow2")));
            turns.run();
            Timings without = turns.told("without");
            table.row(
                    "create without disk",
                    without + "",
                    "one fsync " + turns.told("one fsync"),
                    "p50 30 ms",
                    without.millis(0.5) <= WITHOUT_DISK_MILLIS);
            Timings with = turns.told("with");
            Timings bare = turns.told("bare");
            double more = with.millis(0.5) - bare.millis(0.5);
            table.row(
                    "create with 1 GiB qcow2",
                    with + "",
                    "qemu-img " + bare,
                    String.format(Locale.ROOT, "%.0f of 40 ms more", more),
                    more <= MORE_THAN_BARE_MILLIS);
        }
    }

    private static void fsync(Path file) throws Exception {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.allocate(4096));
            out.force(true);
        }
    }

    /** As the product makes it where the storage says nothing else. */
    private static void image(Path file) throws Exception {
        Programs.run(
                List.of("qemu-img", "create", "-q", "-f", "qcow2", "-o", "preallocation=metadata", "" + file, "1G"));
        Files.delete(file);
    }
}
