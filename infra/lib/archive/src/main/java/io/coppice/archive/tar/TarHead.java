package io.coppice.archive.tar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds a small file among the first members of a tar archive (POSIX.1-2017 pax, ustar interchange format). */
public final class TarHead {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE = 124;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int NUMBER = 12;
    private static final int MOST_MEMBERS = 64;
    private static final int MOST_BYTES = 1 << 20;

    private TarHead() {}

    /**
     * The content of a file; empty where it is not among the first 64 members.
     *
     * @param in not compressed; it is read as far as needed
     * @param name with or without {@code ./} in front
     * @throws IOException if this is no tar archive, or the file is larger than a mebibyte
     */
    public static Optional<byte[]> find(InputStream in, String name) throws IOException {
        byte[] header = new byte[BLOCK];
        for (int member = 0; member < MOST_MEMBERS; member++) {
            if (in.readNBytes(header, 0, BLOCK) < BLOCK) {
                throw new EOFException("it ends early");
            }
            if (header[0] == 0) {
                return Optional.empty(); // blocks of zeroes end an archive
            }
            requireHeader(header);
            long size = octal(header, SIZE, NUMBER);
            boolean plain = header[TYPE] == '0' || header[TYPE] == 0;
            if (plain && plainName(header).equals(stripped(name))) {
                if (size > MOST_BYTES) {
                    throw new IOException("'" + name + "' in it is too large");
                }
                return Optional.of(exactly(in, (int) size));
            }
            in.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
        }
        return Optional.empty();
    }

    private static byte[] exactly(InputStream in, int size) throws IOException {
        byte[] content = in.readNBytes(size);
        if (content.length < size) {
            throw new EOFException("it ends early");
        }
        return content;
    }

    private static String plainName(byte[] header) {
        int end = 0;
        while (end < NAME && header[end] != 0) {
            end++;
        }
        return stripped(new String(header, 0, end, StandardCharsets.UTF_8));
    }

    private static String stripped(String name) {
        return name.startsWith("./") ? name.substring(2) : name;
    }

    private static void requireHeader(byte[] header) throws IOException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean blank = i >= CHECKSUM && i < TYPE;
            sum += blank ? ' ' : header[i] & 0xff;
        }
        if (sum != octal(header, CHECKSUM, TYPE - CHECKSUM)) {
            throw new IOException("it is no tar archive");
        }
    }

    /** GNU writes sizes beyond eight GiB in base 256, with the first bit set. */
    private static long octal(byte[] header, int from, int length) throws IOException {
        long value = 0;
        if ((header[from] & 0x80) != 0) {
            for (int i = from + length - 8; i < from + length; i++) {
                value = value << 8 | header[i] & 0xff;
            }
        } else {
            for (int i = from; i < from + length && header[i] != 0; i++) {
                if (header[i] >= '0' && header[i] <= '7') {
                    value = value << 3 | header[i] - '0';
                } else if (header[i] != ' ') {
                    throw new IOException("it is no tar archive");
                }
            }
        }
        if (value < 0) {
            throw new IOException("it is no tar archive");
        }
        return value;
    }
}
