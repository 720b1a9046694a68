package io.coppice.archive.vma;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What stands in front of an archive.
 *
 * @param createdSeconds Unix time
 * @param configs by name, {@code qemu-server.conf}; 255 at most, 65,535 bytes each
 * @param devices 255 at most
 */
public record VmaHeader(UUID uuid, long createdSeconds, Map<String, byte[]> configs, List<Device> devices) {
    private static final int MOST = Layout.SLOTS - 1;
    private static final int LONGEST_BLOB = 65_535;

    /**
     * A disk.
     *
     * @param id 1 to 255
     * @param name {@code drive-scsi0}
     * @param bytes its size, above zero
     */
    public record Device(int id, String name, long bytes) {
        public Device {
            if (id < 1 || id > MOST) {
                throw new IllegalArgumentException("a device has a number from 1 to 255, not " + id);
            }
            if (bytes <= 0 || bytes > Layout.MOST_BYTES) {
                throw new IllegalArgumentException("device '" + name + "' has an impossible size: " + bytes);
            }
            if (name.isEmpty() || name.length() > 255 || !name.matches("[\\x21-\\x7e]+")) {
                throw new IllegalArgumentException("a device's name has 1 to 255 plain characters");
            }
        }

        /** How many clusters of 64 KiB it has, the last one perhaps in part. */
        public long clusters() {
            return Layout.clusters(bytes);
        }
    }

    public VmaHeader {
        configs = new LinkedHashMap<>(configs);
        devices = List.copyOf(devices);
        if (configs.size() > MOST || devices.size() > MOST) {
            throw new IllegalArgumentException("an archive has 255 configurations and 255 devices at most");
        }
        TreeSet<Integer> ids = new TreeSet<>();
        long bytes = 0;
        for (Device d : devices) {
            bytes += d.bytes();
            if (!ids.add(d.id())) {
                throw new IllegalArgumentException("two devices have the number " + d.id());
            }
        }
        if (bytes > Layout.MOST_BYTES) {
            throw new IllegalArgumentException("the devices have more than 64 TiB together");
        }
        configs.forEach((name, data) -> {
            if (data.length > LONGEST_BLOB || name.length() > 255 || !name.matches("[\\x21-\\x7e]+")) {
                throw new IllegalArgumentException(
                        "configuration '" + name + "' has more than 65,535 bytes, or no name");
            }
        });
    }

    /** The bytes as they stand in the archive, checksum included. */
    ByteBuffer bytes() {
        Blobs blobs = new Blobs();
        ByteBuffer fixed = ByteBuffer.allocate(Layout.FIXED_HEADER);
        fixed.putInt(Layout.MAGIC_AT, Layout.MAGIC);
        fixed.putInt(Layout.VERSION_AT, Layout.VERSION);
        put(fixed, Layout.UUID_AT, uuid);
        fixed.putLong(Layout.CTIME_AT, createdSeconds);
        int slot = 0;
        for (Map.Entry<String, byte[]> config : configs.entrySet()) {
            fixed.putInt(Layout.CONFIG_NAMES_AT + 4 * slot, blobs.add(text(config.getKey())));
            fixed.putInt(Layout.CONFIG_DATA_AT + 4 * slot, blobs.add(config.getValue()));
            slot++;
        }
        for (Device d : devices) {
            int at = Layout.DEVICES_AT + d.id() * Layout.DEVICE_ENTRY;
            fixed.putInt(at, blobs.add(text(d.name())));
            fixed.putLong(at + 8, d.bytes());
        }
        byte[] tail = blobs.padded();
        fixed.putInt(Layout.BLOBS_OFFSET_AT, Layout.FIXED_HEADER);
        fixed.putInt(Layout.BLOBS_SIZE_AT, tail.length);
        fixed.putInt(Layout.SIZE_AT, Layout.FIXED_HEADER + tail.length);
        ByteBuffer whole = ByteBuffer.allocate(Layout.FIXED_HEADER + tail.length);
        whole.put(0, fixed.array()).put(Layout.FIXED_HEADER, tail);
        return whole.put(Layout.MD5_AT, Layout.md5(whole, Layout.MD5_AT));
    }

    static void put(ByteBuffer to, int at, UUID uuid) {
        to.putLong(at, uuid.getMostSignificantBits()).putLong(at + 8, uuid.getLeastSignificantBits());
    }

    /** As C strings are: with a zero at the end. */
    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.US_ASCII);
    }
}
