package io.coppice.archive.compression;

import java.io.IOException;
import java.util.Arrays;

/**
 * One block of LZO1X, as the Linux kernel's documentation describes its stream (Documentation/staging/lzo.rst): literals, and
 * matches of 2 bytes at least up to 48 KiB back, whose instructions also say how many literals follow, up to three.
 */
final class Lzo1x {
    private static final int NEAR = 0x800;
    private static final int MIDDLE = 0x4000;
    private static final int FARTHEST = 0xbfff;
    private static final int LEAST = 4;
    private static final int HASH_BITS = 14;

    private Lzo1x() {}

    /**
     * @param packed the block, which is not believed
     * @param size of what was packed
     * @throws IOException where it is no such block, or yields another size
     */
    static byte[] unpack(byte[] packed, int size) throws IOException {
        return new Unpacking(packed, new byte[size]).run();
    }

    private static final class Unpacking {
        private final byte[] in;
        private final byte[] out;
        private int from;
        private int to;
        /** How many literals the last instruction copied: 0 to 3, and 4 for more. */
        private int state;

        Unpacking(byte[] in, byte[] out) {
            this.in = in;
            this.out = out;
        }

        byte[] run() throws IOException {
            if (in.length > 0 && (in[0] & 0xff) > 17) {
                int count = next() - 17;
                literals(count);
                state = Math.min(count, 4);
            }
            boolean more = true;
            while (more) {
                more = instruction(next());
            }
            if (to != out.length || from != in.length) {
                throw damaged();
            }
            return out;
        }

        private boolean instruction(int code) throws IOException {
            if (code >= 64) {
                int distance = (next() << 3) + ((code >> 2) & 7) + 1;
                return match(distance, (code >> 5) + 1, code & 3);
            }
            if (code >= 32) {
                int length = length(code & 31, 31) + 2;
                int low = next();
                return match((next() << 6) + (low >> 2) + 1, length, low & 3);
            }
            if (code >= 16) {
                int length = length(code & 7, 7) + 2;
                int low = next();
                int distance = MIDDLE + ((code & 8) << 11) + (next() << 6) + (low >> 2);
                return distance != MIDDLE && match(distance, length, low & 3);
            }
            if (state == 0) {
                literals(length(code, 15) + 3);
                state = 4;
                return true;
            }
            int distance = (next() << 2) + (code >> 2) + 1;
            return state == 4 ? match(distance + NEAR, 3, code & 3) : match(distance, 2, code & 3);
        }

        private int next() throws IOException {
            if (from == in.length) {
                throw damaged();
            }
            return in[from++] & 0xff;
        }

        /** Nothing in the instruction: each zero stands for 255 more, and what follows them for the rest. */
        private int length(int said, int full) throws IOException {
            if (said > 0) {
                return said;
            }
            int length = full;
            int more = next();
            while (more == 0) {
                length += 255;
                if (length > out.length) {
                    throw damaged();
                }
                more = next();
            }
            return length + more;
        }

        private void literals(int count) throws IOException {
            if (count > in.length - from || count > out.length - to) {
                throw damaged();
            }
            System.arraycopy(in, from, out, to, count);
            from += count;
            to += count;
        }

        /** What is copied may be what it copies. */
        private boolean match(int distance, int length, int literals) throws IOException {
            if (distance > to || length > out.length - to) {
                throw damaged();
            }
            for (int i = 0; i < length; i++) {
                out[to] = out[to - distance];
                to++;
            }
            literals(literals);
            state = literals;
            return true;
        }

        private static IOException damaged() {
            return new IOException("the archive is damaged: a block of LZO cannot be unpacked");
        }
    }

    /** Always a block that unpacks to the same, though perhaps a larger one. */
    static byte[] pack(byte[] bytes, int size) {
        return new Packing(bytes, size).run();
    }

    private static final class Packing {
        private final byte[] in;
        private final int size;
        private final byte[] out;
        private int to;
        /** Where the last instruction says how many literals follow it; -1 where none can. */
        private int lastInstruction = -1;

        Packing(byte[] in, int size) {
            this.in = in;
            this.size = size;
            this.out = new byte[size + size / 16 + 80];
        }

        byte[] run() {
            int[] seen = new int[1 << HASH_BITS];
            Arrays.fill(seen, -1);
            int written = 0;
            int at = 0;
            while (at + LEAST <= size) {
                int hash = hash(at);
                int before = seen[hash];
                seen[hash] = at;
                if (before >= 0 && at - before <= FARTHEST && same(before, at)) {
                    int length = LEAST;
                    while (at + length < size && in[before + length] == in[at + length]) {
                        length++;
                    }
                    literals(written, at - written);
                    match(at - before, length);
                    at += length;
                    written = at;
                } else {
                    // what does not repeat is passed over faster and faster
                    at += 1 + ((at - written) >> 6);
                }
            }
            literals(written, size - written);
            put(0x11);
            put(0);
            put(0);
            return Arrays.copyOf(out, to);
        }

        private int hash(int at) {
            int low = (in[at] & 0xff) | ((in[at + 1] & 0xff) << 8);
            int four = low | ((in[at + 2] & 0xff) << 16) | (in[at + 3] << 24);
            return (four * 0x9E3779B1) >>> (32 - HASH_BITS);
        }

        private boolean same(int a, int b) {
            return in[a] == in[b] && in[a + 1] == in[b + 1] && in[a + 2] == in[b + 2] && in[a + 3] == in[b + 3];
        }

        private void literals(int from, int count) {
            if (count == 0) {
                return;
            }
            if (count <= 3 && lastInstruction >= 0) {
                out[lastInstruction] |= (byte) count;
            } else if (to == 0 && count <= 238) {
                put(17 + count);
            } else if (count <= 18) {
                put(count - 3);
            } else {
                put(0);
                rest(count - 18);
            }
            System.arraycopy(in, from, out, to, count);
            to += count;
        }

        private void match(int distance, int length) {
            if (length <= 8 && distance <= NEAR) {
                lastInstruction = to;
                put(((length - 1) << 5) | (((distance - 1) & 7) << 2));
                put((distance - 1) >> 3);
                return;
            }
            if (distance <= MIDDLE) {
                lengthy(32, length - 2, 31);
                far(distance - 1);
            } else {
                int beyond = distance - MIDDLE;
                lengthy(16 | ((beyond >> 11) & 8), length - 2, 7);
                far(beyond & 0x3fff);
            }
        }

        private void lengthy(int code, int length, int most) {
            if (length <= most) {
                put(code | length);
            } else {
                put(code);
                rest(length - most);
            }
        }

        private void far(int distance) {
            lastInstruction = to;
            put((distance & 63) << 2);
            put(distance >> 6);
        }

        private void rest(int length) {
            int left = length;
            while (left > 255) {
                put(0);
                left -= 255;
            }
            put(left);
        }

        private void put(int b) {
            out[to++] = (byte) b;
        }
    }
}
