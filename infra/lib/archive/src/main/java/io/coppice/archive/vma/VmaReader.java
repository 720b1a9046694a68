package io.coppice.archive.vma;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads an archive, once, from its begin to its end. Holds one extent, and a bit for each cluster. */
public final class VmaReader {
    private final InputStream in;
    private final VmaHeader header;
    private final Map<Integer, VmaHeader.Device> devices = new LinkedHashMap<>();
    private final Map<Integer, BitSet> seen = new LinkedHashMap<>();

    /** Takes what the archive holds, in the archive's order. */
    public interface Sink {
        /** @param length within the device, up to 64 KiB */
        void data(VmaHeader.Device device, long offset, byte[] bytes, int from, int length) throws IOException;

        /** @param length within the device, up to 64 KiB */
        void zeroes(VmaHeader.Device device, long offset, long length) throws IOException;
    }

    /**
     * Reads the header.
     *
     * @throws VmaDamaged if it is none that can be read
     */
    public VmaReader(InputStream in) throws IOException {
        this.in = in;
        this.header = HeaderReader.read(in);
        header.devices().forEach(d -> {
            devices.put(d.id(), d);
            seen.put(d.id(), new BitSet());
        });
    }

    public VmaHeader header() {
        return header;
    }

    /**
     * Reads all that follows.
     *
     * @throws VmaDamaged when it is cut off, altered, or lacks a part of a device; some of it has been given to the sink then
     */
    public void read(Sink sink) throws IOException {
        int first = in.read();
        while (first >= 0) {
            byte[] rest = Exactly.read(in, Layout.EXTENT_HEADER - 1, "extents");
            extent(
                    ByteBuffer.allocate(Layout.EXTENT_HEADER)
                            .put(0, (byte) first)
                            .put(1, rest),
                    sink);
            first = in.read();
        }
        for (VmaHeader.Device d : header.devices()) {
            long found = seen.getOrDefault(d.id(), new BitSet()).cardinality();
            if (found != d.clusters()) {
                throw new VmaDamaged("it ends with " + found + " of the " + d.clusters() + " clusters of " + d.name());
            }
        }
    }

    private void extent(ByteBuffer head, Sink sink) throws IOException {
        if (head.getInt(0) != Layout.EXTENT_MAGIC) {
            throw new VmaDamaged("an extent does not begin as extents do");
        }
        if (!Layout.hasMd5(head, Layout.EXTENT_MD5_AT)) {
            throw new VmaDamaged("an extent does not have the checksum that it names");
        }
        if (head.getLong(Layout.EXTENT_UUID_AT) != header.uuid().getMostSignificantBits()
                || head.getLong(Layout.EXTENT_UUID_AT + 8) != header.uuid().getLeastSignificantBits()) {
            throw new VmaDamaged("an extent belongs to another archive");
        }
        int blocks = 0;
        for (int i = 0; i < Layout.CLUSTERS_PER_EXTENT; i++) {
            blocks += Long.bitCount(head.getLong(Layout.EXTENT_CLUSTERS_AT + 8 * i) >>> 48);
        }
        if (blocks != head.getShort(Layout.EXTENT_BLOCKS_AT)) {
            throw new VmaDamaged("an extent has another number of blocks than it says");
        }
        for (int i = 0; i < Layout.CLUSTERS_PER_EXTENT; i++) {
            long info = head.getLong(Layout.EXTENT_CLUSTERS_AT + 8 * i);
            int id = (int) (info >>> 32 & 0xff);
            if (id != 0) {
                cluster(device(id), info & 0xffff_ffffL, (int) (info >>> 48), sink);
            } else if (info != 0) {
                throw new VmaDamaged("a cluster belongs to no device");
            }
        }
    }

    private VmaHeader.Device device(int id) throws VmaDamaged {
        VmaHeader.Device device = devices.get(id);
        if (device == null) {
            throw new VmaDamaged("a cluster is of a device " + id + " that its header does not name");
        }
        return device;
    }

    private void cluster(VmaHeader.Device device, long number, int mask, Sink sink) throws IOException {
        BitSet all = seen.getOrDefault(device.id(), new BitSet());
        if (number >= device.clusters()) {
            throw new VmaDamaged("cluster " + number + " lies behind the end of " + device.name());
        }
        if (all.get((int) number)) {
            throw new VmaDamaged("cluster " + number + " of " + device.name() + " comes twice");
        }
        all.set((int) number);
        long offset = number * Layout.CLUSTER;
        int length = (int) Math.min(Layout.CLUSTER, device.bytes() - offset);
        if (mask == 0) {
            sink.zeroes(device, offset, length);
            return;
        }
        byte[] data = Exactly.read(in, Integer.bitCount(mask) * Layout.BLOCK, "data");
        byte[] cluster = data;
        if (mask != 0xffff) {
            cluster = new byte[Layout.CLUSTER];
            int from = 0;
            for (int block = 0; block < Layout.BLOCKS_PER_CLUSTER; block++) {
                if ((mask >> block & 1) == 1) {
                    System.arraycopy(data, from, cluster, block * Layout.BLOCK, Layout.BLOCK);
                    from += Layout.BLOCK;
                }
            }
        }
        sink.data(device, offset, cluster, 0, length);
    }
}
