package io.coppice.compute.qmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Bytes as they come, taken out line by line; a line has 8 MiB at most. */
final class Lines {
    private static final int LONGEST = 8 * 1024 * 1024;
    private ByteBuffer read = ByteBuffer.allocate(4 * 1024);
    private int looked;

    /** Where the next bytes are to be put. @throws IOException when a line is too long */
    ByteBuffer room() throws IOException {
        if (!read.hasRemaining()) {
            if (read.capacity() >= LONGEST) {
                throw new IOException("an answer of QEMU is too long");
            }
            ByteBuffer larger = ByteBuffer.allocate(read.capacity() * 2);
            read.flip();
            larger.put(read);
            read = larger;
        }
        return read;
    }

    Optional<byte[]> poll() {
        for (; looked < read.position(); looked++) {
            if (read.get(looked) == '\n') {
                byte[] line = new byte[looked];
                read.flip();
                read.get(line);
                read.get();
                read.compact();
                looked = 0;
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }
}
