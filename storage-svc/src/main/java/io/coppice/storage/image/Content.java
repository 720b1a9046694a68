package io.coppice.storage.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** The bytes of an image, of which a parser asks for a few. */
interface Content {
    long size();

    /**
     * Big-endian; shorter than asked where the content ends.
     *
     * @param length at most 1 MiB
     */
    ByteBuffer at(long offset, int length) throws IOException;

    /** As text of one byte a letter, cut at its first zero. */
    default String text(long offset, int length) throws IOException {
        String all = StandardCharsets.ISO_8859_1.decode(at(offset, length)).toString();
        int zero = all.indexOf('\0');
        return zero < 0 ? all : all.substring(0, zero);
    }

    static Content of(byte[] bytes) {
        return new Content() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public ByteBuffer at(long offset, int length) {
                int from = (int) Math.min(bytes.length, Math.max(0, offset));
                return ByteBuffer.wrap(bytes, from, Math.min(length, bytes.length - from))
                        .slice();
            }
        };
    }

    static Content of(FileChannel file, long size) {
        return new Content() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public ByteBuffer at(long offset, int length) throws IOException {
                ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.BIG_ENDIAN);
                for (long at = offset; bytes.hasRemaining(); ) {
                    int n = file.read(bytes, at);
                    if (n < 0) {
                        break;
                    }
                    at += n;
                }
                return bytes.flip();
            }
        };
    }
}
