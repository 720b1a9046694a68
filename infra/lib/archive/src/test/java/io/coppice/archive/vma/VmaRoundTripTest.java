package io.coppice.archive.vma;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VmaRoundTripTest {
    private static final int CLUSTER = VmaWriter.clusterBytes();

    /** Disks as an archive gives them back. */
    private static final class Disks implements VmaReader.Sink {
        final List<byte[]> all = new ArrayList<>();

        Disks(VmaHeader header) {
            header.devices().forEach(d -> all.add(filled((int) d.bytes())));
        }

        private static byte[] filled(int size) {
            byte[] bytes = new byte[size];
            java.util.Arrays.fill(bytes, (byte) 0x55); // what is to be zero has to be made so
            return bytes;
        }

        @Override
        public void data(VmaHeader.Device d, long offset, byte[] bytes, int from, int length) {
            System.arraycopy(bytes, from, all.get(d.id() - 1), (int) offset, length);
        }

        @Override
        public void zeroes(VmaHeader.Device d, long offset, long length) {
            System.arraycopy(new byte[(int) length], 0, all.get(d.id() - 1), (int) offset, (int) length);
        }
    }

    private static byte[] disk(Random random, int bytes) {
        byte[] disk = new byte[bytes];
        byte[] block = new byte[4096];
        for (int at = 0; at < bytes; at += 4096) {
            if (random.nextInt(3) == 0) {
                random.nextBytes(block);
                System.arraycopy(block, 0, disk, at, Math.min(4096, bytes - at));
            }
        }
        return disk;
    }

    private static VmaHeader header(Random random, List<byte[]> disks) {
        List<VmaHeader.Device> devices = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            devices.add(new VmaHeader.Device(i + 1, "drive-scsi" + i, disks.get(i).length));
        }
        byte[] config = "name: x\nmemory: 64\n".getBytes(StandardCharsets.UTF_8);
        return new VmaHeader(
                new UUID(random.nextLong(), random.nextLong()),
                1_700_000_000,
                Map.of("qemu-server.conf", config),
                devices);
    }

    private static byte[] archive(Random random, VmaHeader header, List<byte[]> disks) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VmaWriter writer = new VmaWriter(out, header);
        List<long[]> order = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            int disk = i;
            LongStream.range(0, header.devices().get(i).clusters()).forEach(n -> order.add(new long[] {disk, n}));
        }
        Collections.shuffle(order, random);
        for (long[] o : order) {
            byte[] disk = disks.get((int) o[0]);
            int from = (int) o[1] * CLUSTER;
            writer.cluster(header.devices().get((int) o[0]), o[1], disk, from, Math.min(CLUSTER, disk.length - from));
        }
        writer.finish();
        return out.toByteArray();
    }

    private static List<byte[]> read(byte[] archive) throws IOException {
        VmaReader reader = new VmaReader(new ByteArrayInputStream(archive));
        Disks disks = new Disks(reader.header());
        reader.read(disks);
        return disks.all;
    }

    /** Reads without keeping anything. */
    private static void pass(byte[] archive) throws IOException {
        new VmaReader(new ByteArrayInputStream(archive)).read(new VmaReader.Sink() {
            @Override
            public void data(VmaHeader.Device d, long offset, byte[] bytes, int from, int length) {
                // it is not wanted
            }

            @Override
            public void zeroes(VmaHeader.Device d, long offset, long length) {
                // nor is this
            }
        });
    }

    @Test
    void what_is_written_in_any_order_is_read_as_it_was() throws Exception {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            List<byte[]> disks = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                disks.add(disk(random, 512 * (1 + random.nextInt(20_000))));
            }
            VmaHeader header = header(random, disks);
            byte[] archive = archive(random, header, disks);
            assertEquals(
                    header.uuid(),
                    new VmaReader(new ByteArrayInputStream(archive)).header().uuid());
            List<byte[]> back = read(archive);
            for (int i = 0; i < disks.size(); i++) {
                assertArrayEquals(disks.get(i), back.get(i), "seed " + seed + ", disk " + i);
            }
        }
    }

    @Test
    void an_archive_cut_off_anywhere_is_refused() throws Exception {
        Random random = new Random(7);
        List<byte[]> disks = List.of(disk(random, 300_032));
        byte[] archive = archive(random, header(random, disks), disks);
        for (int i = 0; i < 150; i++) {
            byte[] cut = java.util.Arrays.copyOf(archive, random.nextInt(archive.length));
            assertThrows(VmaDamaged.class, () -> read(cut));
        }
    }

    @Test
    void a_changed_header_or_extent_header_is_refused() throws Exception {
        Random random = new Random(8);
        List<byte[]> disks = List.of(disk(random, 300_032));
        byte[] archive = archive(random, header(random, disks), disks);
        int header = ByteBuffer.wrap(archive).getInt(56);
        for (int i = 0; i < 200; i++) {
            byte[] bad = archive.clone();
            int at = random.nextBoolean() ? random.nextInt(header) : header + random.nextInt(512);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            assertThrows(VmaDamaged.class, () -> read(bad), "byte " + at);
        }
    }

    /** Whoever makes an archive can make its checksums right, too. */
    @Test
    void absurd_numbers_under_a_right_checksum_are_refused_without_taking_memory() throws Exception {
        Random random = new Random(9);
        List<byte[]> disks = List.of(disk(random, 300_032));
        byte[] archive = archive(random, header(random, disks), disks);
        int header = ByteBuffer.wrap(archive).getInt(56);
        int[][] bad = {{48, 4}, {52, 4}, {56, 4}, {2044, 4}, {3068, 4}, {4128, 4}, {4136, 8}};
        for (int[] field : bad) {
            for (long value : new long[] {-1, Integer.MAX_VALUE, 1L << 62 | 1 << 30, header + 1}) {
                ByteBuffer changed = ByteBuffer.wrap(archive.clone());
                if (field[1] == 8) {
                    changed.putLong(field[0], value);
                } else {
                    changed.putInt(field[0], (int) value);
                }
                ByteBuffer head = ByteBuffer.wrap(changed.array(), 0, header).slice();
                changed.put(32, Layout.md5(head, 32));
                VmaDamaged e = assertThrows(VmaDamaged.class, () -> pass(changed.array()), field[0] + " " + value);
                assertTrue(String.valueOf(e.getMessage()).startsWith("the VMA archive is damaged: "));
            }
        }
        for (long info : new long[] {-1, 0xffffL << 48 | 2L << 32, 1L << 32 | 5, 1L << 32 | 0xffff_ffffL, 7}) {
            ByteBuffer changed = ByteBuffer.wrap(archive.clone());
            changed.putLong(header + 40, info);
            ByteBuffer head = ByteBuffer.wrap(changed.array(), header, 512).slice();
            changed.put(header + 24, Layout.md5(head, 24));
            assertThrows(VmaDamaged.class, () -> read(changed.array()), Long.toHexString(info));
        }
    }

    @Test
    void a_writer_takes_no_cluster_twice_and_misses_none() throws Exception {
        Random random = new Random(10);
        VmaHeader header = header(random, List.of(new byte[200_000]));
        VmaWriter writer = new VmaWriter(new ByteArrayOutputStream(), header);
        writer.zeroes(header.devices().getFirst(), 0);
        assertThrows(
                IllegalArgumentException.class,
                () -> writer.zeroes(header.devices().getFirst(), 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> writer.zeroes(header.devices().getFirst(), 4));
        assertThrows(IllegalStateException.class, writer::finish);
    }

    /** Places and numbers of the format's description, so that others read what is written. */
    @Test
    void the_bytes_are_those_of_the_format() throws Exception {
        VmaHeader header = new VmaHeader(
                new UUID(0x0011223344556677L, 0x8899aabbccddeeffL),
                0x5f5e1000,
                Map.of("qemu-server.conf", new byte[] {'a', '\n'}),
                List.of(new VmaHeader.Device(1, "drive-scsi0", 65_536 + 4096)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VmaWriter writer = new VmaWriter(out, header);
        byte[] disk = new byte[65_536];
        disk[3 * 4096] = 1;
        writer.zeroes(header.devices().getFirst(), 1);
        writer.cluster(header.devices().getFirst(), 0, disk, 0, disk.length);
        writer.finish();
        ByteBuffer b = ByteBuffer.wrap(out.toByteArray());
        assertEquals("VMA\0", new String(b.array(), 0, 4, StandardCharsets.US_ASCII));
        assertEquals(1, b.getInt(4));
        assertEquals(0x0011223344556677L, b.getLong(8));
        assertEquals(12_288, b.getInt(48));
        assertEquals(12_288 + 512, b.getInt(56));
        assertEquals(1, b.getInt(2044));
        assertEquals(17, b.get(12_289)); // little-endian, with the zero at the end
        assertEquals("qemu-server.conf\0", new String(b.array(), 12_291, 17, StandardCharsets.US_ASCII));
        assertEquals(65_536 + 4096, b.getLong(4096 + 32 + 8));
        int extent = 12_800;
        assertEquals("VMAE", new String(b.array(), extent, 4, StandardCharsets.US_ASCII));
        assertEquals(1, b.getShort(extent + 6));
        assertEquals(0x0000_0001_0000_0001L, b.getLong(extent + 40));
        assertEquals(0x0008_0001_0000_0000L, b.getLong(extent + 48));
        assertEquals(extent + 512 + 4096, b.limit());
    }
}
