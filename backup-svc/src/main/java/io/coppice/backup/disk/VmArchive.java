package io.coppice.backup.disk;

import io.coppice.archive.compression.Compression;
import io.coppice.archive.nbd.NbdClient;
import io.coppice.archive.nbd.Pace;
import io.coppice.archive.vma.VmaHeader;
import io.coppice.archive.vma.VmaWriter;
import io.coppice.servicekit.task.Progress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes a VM's archive: its configuration, then its disks one after the other. */
public final class VmArchive {
    private static final int CLUSTER = VmaWriter.clusterBytes();
    private static final int CHUNK = 16 * CLUSTER;
    private static final int BUFFER = 1 << 20;
    private final VmaHeader header;
    private final List<DiskSource> disks;
    private final Pace pace;
    private final ProgressLines said;
    private final Progress progress;
    private final byte[] chunk = new byte[CHUNK];

    /**
     * @param header whose devices are the disks, in their order
     * @param said what the log is told of how far it has come
     */
    public VmArchive(VmaHeader header, List<DiskSource> disks, Pace pace, ProgressLines said, Progress progress) {
        this.header = header;
        this.disks = List.copyOf(disks);
        this.pace = pace;
        this.said = said;
        this.progress = progress;
    }

    /** Into a file that is there; what it held goes. */
    public void write(Path file, Compression compression, int threads) throws IOException, InterruptedException {
        try (OutputStream raw =
                        Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
                OutputStream out = compression.compress(new BufferedOutputStream(raw, BUFFER), threads)) {
            VmaWriter writer = new VmaWriter(out, header);
            for (int i = 0; i < disks.size(); i++) {
                disk(writer, header.devices().get(i), disks.get(i));
            }
            writer.finish();
        }
    }

    private void disk(VmaWriter writer, VmaHeader.Device device, DiskSource disk)
            throws IOException, InterruptedException {
        long at = 0;
        while (at < device.bytes()) {
            progress.checkCancelled();
            NbdClient.Extent next = disk.extent(at);
            long left = device.bytes() - at;
            boolean toEnd = next.length() >= left;
            long whole = toEnd ? left : next.length() / CLUSTER * CLUSTER;
            if (next.zero() && whole > 0) {
                zeroes(writer, device, at, whole);
                said.zeroes(whole);
                at += whole;
            } else {
                int length = (int) Math.min(left, Math.min(CHUNK, up(next.length())));
                pace.pass(length);
                disk.read(at, chunk, length);
                data(writer, device, at, length);
                said.read(length);
                at += length;
            }
        }
    }

    private static long up(long bytes) {
        return Math.max(1, (bytes + CLUSTER - 1) / CLUSTER) * CLUSTER;
    }

    private static void zeroes(VmaWriter writer, VmaHeader.Device device, long at, long length) throws IOException {
        for (long done = 0; done < length; done += CLUSTER) {
            writer.zeroes(device, (at + done) / CLUSTER);
        }
    }

    private void data(VmaWriter writer, VmaHeader.Device device, long at, int length) throws IOException {
        for (int done = 0; done < length; done += CLUSTER) {
            writer.cluster(device, (at + done) / CLUSTER, chunk, done, Math.min(CLUSTER, length - done));
        }
    }
}
