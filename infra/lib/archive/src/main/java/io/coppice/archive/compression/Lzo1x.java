package io.coppice.archive.compression;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lzo.LzoCompressor;
import io.airlift.compress.lzo.LzoDecompressor;
import java.io.IOException;
import java.util.Arrays;

/** Blocks of LZO1X, which say nothing of their sizes. */
final class Lzo1x {
    private Lzo1x() {}

    /**
     * @param packed the block, which is not believed
     * @param size of what was packed
     * @throws IOException where it is no such block, or yields another size
     */
    static byte[] unpack(byte[] packed, int size) throws IOException {
        byte[] block = new byte[size];
        try {
            if (new LzoDecompressor().decompress(packed, 0, packed.length, block, 0, size) == size) {
                return block;
            }
        } catch (MalformedInputException e) {
            throw new IOException("the archive is damaged: a block of it cannot be unpacked", e);
        }
        throw new IOException("the archive is damaged: a block of it is shorter than it says");
    }

    /** @param size how many of the bytes are packed */
    static byte[] pack(byte[] bytes, int size) {
        LzoCompressor compressor = new LzoCompressor();
        byte[] packed = new byte[compressor.maxCompressedLength(size)];
        return Arrays.copyOf(packed, compressor.compress(bytes, 0, size, packed, 0, packed.length));
    }
}
