package io.coppice.storage.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The header of a qcow2 image, versions 2 and 3, as QEMU's {@code docs/interop/qcow2.txt} has it. */
final class Qcow2 {
    private static final int MAGIC = 0x514649fb;
    private static final int LENGTH = 72;
    private static final int LONGEST_NAME = 1023;

    private Qcow2() {}

    static Header header(Content content) throws IOException {
        ByteBuffer b = content.at(0, LENGTH);
        if (b.remaining() < LENGTH || b.getInt(0) != MAGIC) {
            throw new IOException("this is no qcow2 image");
        }
        int version = b.getInt(4);
        int clusterBits = b.getInt(20);
        long bytes = b.getLong(24);
        if (version < 2 || version > 3 || clusterBits < 9 || clusterBits > 21 || bytes < 0) {
            throw new IOException("the header of this qcow2 image is damaged");
        }
        return new Header(bytes, backing(content, b.getLong(8), b.getInt(16), 1L << clusterBits));
    }

    private static Optional<String> backing(Content content, long offset, int length, long cluster) throws IOException {
        if (offset == 0) {
            return Optional.empty();
        }
        if (offset < LENGTH || length < 0 || length > LONGEST_NAME || offset > cluster - length) {
            throw new IOException("the name of this qcow2 image's backing file is damaged");
        }
        String name = StandardCharsets.UTF_8.decode(content.at(offset, length)).toString();
        return Optional.of(name).filter(n -> !n.isEmpty());
    }
}
