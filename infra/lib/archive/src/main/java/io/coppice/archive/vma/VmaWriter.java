package io.coppice.archive.vma;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes an archive: clusters in any order, each of every device once. Holds one extent, 3.8 MiB. */
public final class VmaWriter {
    private static final byte[] ZEROES = new byte[Layout.BLOCK];
    private final OutputStream out;
    private final VmaHeader header;
    private final Map<Integer, BitSet> written = new LinkedHashMap<>();
    private final ByteBuffer extent =
            ByteBuffer.allocate(Layout.EXTENT_HEADER + Layout.CLUSTERS_PER_EXTENT * Layout.CLUSTER);
    private int clusters;

    /** Writes the header. */
    public VmaWriter(OutputStream out, VmaHeader header) throws IOException {
        this.out = out;
        this.header = header;
        header.devices().forEach(d -> written.put(d.id(), new BitSet()));
        extent.position(Layout.EXTENT_HEADER);
        out.write(header.bytes().array());
    }

    /** The bytes of a cluster. */
    public static int clusterBytes() {
        return Layout.CLUSTER;
    }

    /**
     * Adds a cluster; blocks that are zero take no place.
     *
     * @param bytes 64 KiB; of a device's last cluster what there is
     */
    public void cluster(VmaHeader.Device device, long number, byte[] bytes, int from, int length) throws IOException {
        long expected = Math.min(Layout.CLUSTER, device.bytes() - number * Layout.CLUSTER);
        if (length != expected) {
            throw new IllegalArgumentException("a cluster of " + length + " bytes where " + expected + " belong");
        }
        int mask = 0;
        int at = entry(device, number);
        for (int block = 0; block * Layout.BLOCK < length; block++) {
            int begin = from + block * Layout.BLOCK;
            int size = Math.min(Layout.BLOCK, length - block * Layout.BLOCK);
            if (!Arrays.equals(bytes, begin, begin + size, ZEROES, 0, size)) {
                mask |= 1 << block;
                extent.put(bytes, begin, size).put(ZEROES, 0, Layout.BLOCK - size);
            }
        }
        end(device, number, mask, at);
    }

    /** Adds a cluster of zeroes. */
    public void zeroes(VmaHeader.Device device, long number) throws IOException {
        end(device, number, 0, entry(device, number));
    }

    private int entry(VmaHeader.Device device, long number) {
        BitSet all = written.get(device.id());
        if (all == null || number < 0 || number >= device.clusters() || all.get((int) number)) {
            throw new IllegalArgumentException(
                    "cluster " + number + " of " + device.name() + " does not belong here, or was written already");
        }
        all.set((int) number);
        return Layout.EXTENT_CLUSTERS_AT + 8 * clusters;
    }

    private void end(VmaHeader.Device device, long number, int mask, int at) throws IOException {
        extent.putLong(at, (long) mask << 48 | (long) device.id() << 32 | number);
        clusters++;
        if (clusters == Layout.CLUSTERS_PER_EXTENT) {
            flush();
        }
    }

    private void flush() throws IOException {
        int end = extent.position();
        extent.putInt(0, Layout.EXTENT_MAGIC);
        extent.putShort(Layout.EXTENT_BLOCKS_AT, (short) ((end - Layout.EXTENT_HEADER) / Layout.BLOCK));
        VmaHeader.put(extent, Layout.EXTENT_UUID_AT, header.uuid());
        ByteBuffer head = extent.slice(0, Layout.EXTENT_HEADER);
        head.put(Layout.EXTENT_MD5_AT, Layout.md5(head, Layout.EXTENT_MD5_AT));
        out.write(extent.array(), 0, end);
        Arrays.fill(extent.array(), 0, Layout.EXTENT_HEADER, (byte) 0);
        extent.position(Layout.EXTENT_HEADER);
        clusters = 0;
    }

    /**
     * Writes what is held; the stream stays open.
     *
     * @throws IllegalStateException if clusters are missing
     */
    public void finish() throws IOException {
        for (VmaHeader.Device d : header.devices()) {
            BitSet all = written.getOrDefault(d.id(), new BitSet());
            if (all.cardinality() != d.clusters()) {
                throw new IllegalStateException("of device " + d.name() + " " + all.cardinality() + " clusters of "
                        + d.clusters() + " were written");
            }
        }
        if (clusters > 0) {
            flush();
        }
        out.flush();
    }
}
