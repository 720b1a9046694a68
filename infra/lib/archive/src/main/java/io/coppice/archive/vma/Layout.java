package io.coppice.archive.vma;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Sizes and places in bytes, and the limits of what is read. */
final class Layout {
    static final int MAGIC = 0x564D4100; // "VMA\0"
    static final int EXTENT_MAGIC = 0x564D4145; // "VMAE"
    static final int VERSION = 1;

    static final int BLOCK = 4096;
    static final int BLOCKS_PER_CLUSTER = 16;
    static final int CLUSTER = BLOCK * BLOCKS_PER_CLUSTER;
    static final int EXTENT_HEADER = 512;
    static final int CLUSTERS_PER_EXTENT = 59;

    static final int MAGIC_AT = 0;
    static final int VERSION_AT = 4;
    static final int UUID_AT = 8;
    static final int CTIME_AT = 24;
    static final int MD5_AT = 32;
    static final int BLOBS_OFFSET_AT = 48;
    static final int BLOBS_SIZE_AT = 52;
    static final int SIZE_AT = 56;
    static final int CONFIG_NAMES_AT = 2044;
    static final int CONFIG_DATA_AT = 3068;
    static final int DEVICES_AT = 4096;
    static final int DEVICE_ENTRY = 32;
    static final int SLOTS = 256;
    static final int FIXED_HEADER = DEVICES_AT + SLOTS * DEVICE_ENTRY;

    static final int EXTENT_BLOCKS_AT = 6;
    static final int EXTENT_UUID_AT = 8;
    static final int EXTENT_MD5_AT = 24;
    static final int EXTENT_CLUSTERS_AT = 40;

    /** Far more than 256 configurations of 64 KiB would need. */
    static final int LONGEST_HEADER = 34 * 1024 * 1024;
    /** All devices together; a bit for each cluster is kept while reading, 128 MiB at most. */
    static final long MOST_BYTES = 64L << 40;

    private Layout() {}

    static long clusters(long bytes) {
        return (bytes + CLUSTER - 1) / CLUSTER;
    }

    /** Of bytes whose own checksum's place counts as zeroes. */
    static byte[] md5(ByteBuffer whole, int checksumAt) {
        byte[] copy = new byte[whole.limit()];
        whole.get(0, copy);
        Arrays.fill(copy, checksumAt, checksumAt + 16, (byte) 0);
        try {
            // the format's checksum: it finds accidents, and proves nothing about who wrote the archive
            return MessageDigest.getInstance("MD5").digest(copy);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    static boolean hasMd5(ByteBuffer whole, int checksumAt) {
        byte[] found = new byte[16];
        whole.get(checksumAt, found);
        return MessageDigest.isEqual(found, md5(whole, checksumAt));
    }
}
