package io.coppice.archive.compression;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Checksum;

/**
 * Files as lzop(1) writes and reads them: a head, then blocks with their sizes and checksums, and a block of no bytes at the
 * end. All numbers are big-endian.
 */
final class Lzop {
    private static final byte[] MAGIC = {(byte) 0x89, 'L', 'Z', 'O', 0, '\r', '\n', 0x1a, '\n'};
    private static final int BLOCK = 256 * 1024;
    private static final int LARGEST = 64 * 1024 * 1024;
    private static final int VERSION = 0x1040;
    private static final int LIBRARY = 0x20a0;
    private static final int NEEDED = 0x0940;
    private static final int LZO1X_1 = 1;
    private static final int LZO1X_999 = 3;
    private static final int LEVEL = 5;

    private static final int ADLER_OF_DATA = 0x1;
    private static final int ADLER_OF_PACKED = 0x2;
    private static final int EXTRA_FIELD = 0x40;
    private static final int CRC_OF_DATA = 0x100;
    private static final int CRC_OF_PACKED = 0x200;
    private static final int FILTER = 0x800;
    private static final int CRC_OF_HEAD = 0x1000;
    private static final int UNIX = 0x03000000;
    private static final int FILE_MODE = 0100644;

    private Lzop() {}

    private static IOException damaged(String what) {
        return new IOException("the archive is damaged: " + what);
    }

    private static int sum(Checksum checksum, byte[] bytes, int length) {
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    /** Packs what is written, block by block. */
    static final class Packer extends Blocks {
        private final DataOutputStream out;

        Packer(OutputStream out) throws IOException {
            super(out, BLOCK);
            this.out = new DataOutputStream(out);
            this.out.write(MAGIC);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream head = new DataOutputStream(bytes);
            head.writeShort(VERSION);
            head.writeShort(LIBRARY);
            head.writeShort(NEEDED);
            head.writeByte(LZO1X_1);
            head.writeByte(LEVEL);
            head.writeInt(UNIX | ADLER_OF_DATA);
            head.writeInt(FILE_MODE);
            head.writeLong(0); // no time: the same content makes the same archive
            head.writeByte(0);
            this.out.write(bytes.toByteArray());
            this.out.writeInt(sum(new Adler32(), bytes.toByteArray(), bytes.size()));
        }

        @Override
        void take(byte[] next) throws IOException {
            byte[] packed = Lzo1x.pack(next, next.length);
            boolean smaller = packed.length < next.length;
            out.writeInt(next.length);
            out.writeInt(smaller ? packed.length : next.length);
            out.writeInt(sum(new Adler32(), next, next.length));
            out.write(smaller ? packed : next);
        }

        @Override
        void end() throws IOException {
            out.writeInt(0);
        }
    }

    /** Unpacks what is read; what is not as it should be, or ends early, is an error. */
    static final class Unpacker extends InputStream {
        private final DataInputStream in;
        private final int flags;
        private byte[] block = new byte[0];
        private int at;
        private boolean over;

        Unpacker(InputStream in) throws IOException {
            this.in = new DataInputStream(in);
            byte[] magic = new byte[MAGIC.length];
            this.in.readFully(magic);
            if (!Arrays.equals(magic, MAGIC)) {
                throw damaged("it does not begin as lzop's files do");
            }
            this.flags = head(this.in);
        }

        private static int head(DataInputStream in) throws IOException {
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            byte[] first = new byte[4];
            in.readFully(first);
            seen.write(first);
            int version = ((first[0] & 0xff) << 8) | (first[1] & 0xff);
            byte[] rest = new byte[version >= NEEDED ? 2 + 1 + 1 + 4 : 1 + 4];
            in.readFully(rest);
            seen.write(rest);
            int method = rest[version >= NEEDED ? 2 : 0];
            int flags = number(rest, rest.length - 4);
            if (method < LZO1X_1 || method > LZO1X_999) {
                throw damaged("it is packed in a way that is not known (" + method + ")");
            }
            byte[] times = new byte[((flags & FILTER) != 0 ? 4 : 0) + 4 + 4 + (version >= NEEDED ? 4 : 0) + 1];
            in.readFully(times);
            seen.write(times);
            byte[] name = new byte[times[times.length - 1] & 0xff];
            in.readFully(name);
            seen.write(name);
            Checksum checksum = (flags & CRC_OF_HEAD) != 0 ? new CRC32() : new Adler32();
            if (in.readInt() != sum(checksum, seen.toByteArray(), seen.size())) {
                throw damaged("its head has another checksum");
            }
            if ((flags & EXTRA_FIELD) != 0) {
                int length = in.readInt();
                in.skipNBytes(Math.max(0, length) + 4L);
            }
            if ((flags & FILTER) != 0) {
                throw damaged("it was filtered before it was packed, which is not known here");
            }
            return flags;
        }

        private static int number(byte[] bytes, int from) {
            return ByteBuffer.wrap(bytes, from, 4).getInt();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (at == block.length && !over) {
                next();
            }
            if (over) {
                return -1;
            }
            int part = Math.min(length, block.length - at);
            System.arraycopy(block, at, into, from, part);
            at += part;
            return part;
        }

        private void next() throws IOException {
            int size = in.readInt();
            if (size == 0) {
                over = true;
                return;
            }
            int packedSize = in.readInt();
            if (size < 0 || size > LARGEST || packedSize <= 0 || packedSize > size) {
                throw damaged("a block of it has a size that cannot be");
            }
            int adler = (flags & ADLER_OF_DATA) != 0 ? in.readInt() : 0;
            int crc = (flags & CRC_OF_DATA) != 0 ? in.readInt() : 0;
            boolean smaller = packedSize < size;
            int packedAdler = smaller && (flags & ADLER_OF_PACKED) != 0 ? in.readInt() : 0;
            int packedCrc = smaller && (flags & CRC_OF_PACKED) != 0 ? in.readInt() : 0;
            byte[] packed = in.readNBytes(packedSize);
            if (packed.length < packedSize) {
                throw damaged("it ends within a block");
            }
            if (smaller) {
                require(ADLER_OF_PACKED, new Adler32(), packed, packedAdler);
                require(CRC_OF_PACKED, new CRC32(), packed, packedCrc);
            }
            block = smaller ? Lzo1x.unpack(packed, size) : packed;
            require(ADLER_OF_DATA, new Adler32(), block, adler);
            require(CRC_OF_DATA, new CRC32(), block, crc);
            at = 0;
        }

        private void require(int flag, Checksum checksum, byte[] bytes, int said) throws IOException {
            if ((flags & flag) != 0 && sum(checksum, bytes, bytes.length) != said) {
                throw damaged("a block of it has another checksum");
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
