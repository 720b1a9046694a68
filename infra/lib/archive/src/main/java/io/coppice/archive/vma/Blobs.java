package io.coppice.archive.vma;

import java.io.ByteArrayOutputStream;

/** The header's tail: texts and configurations, each with its length in front, which alone is little-endian. */
final class Blobs {
    private static final int ALIGNED = 512;
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();

    Blobs() {
        all.write(0); // the place 0 means none
    }

    /** @return where it lies */
    int add(byte[] blob) {
        int at = all.size();
        all.write(blob.length & 0xff);
        all.write(blob.length >> 8);
        all.writeBytes(blob);
        return at;
    }

    byte[] padded() {
        while (all.size() % ALIGNED != 0) {
            all.write(0);
        }
        return all.toByteArray();
    }
}
