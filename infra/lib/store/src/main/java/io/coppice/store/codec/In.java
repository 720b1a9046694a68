package io.coppice.store.codec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads what {@link Out} wrote. Nothing that is read makes it allocate more than 16 MiB at once. */
public final class In {
    private static final int LONGEST = 16 << 20;

    /** Reads one thing. */
    public interface Part<T> {
        T from(In in) throws IOException;
    }

    private final InputStream stream;

    public In(InputStream stream) {
        this.stream = stream;
    }

    public int tag() throws IOException {
        int b = stream.read();
        if (b < 0) {
            throw new EOFException("the bytes end too early");
        }
        return b;
    }

    public long number() throws IOException {
        long n = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = tag();
            n |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return (n >>> 1) ^ -(n & 1);
            }
        }
        throw new IOException("a number of more than 64 bits");
    }

    public int integer() throws IOException {
        long n = number();
        if (n != (int) n) {
            throw new IOException("a number out of range: " + n);
        }
        return (int) n;
    }

    public String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    public byte[] bytes() throws IOException {
        long n = number();
        if (n < 0 || n > LONGEST) {
            throw new IOException("a text of " + n + " bytes");
        }
        return raw((int) n);
    }

    public byte[] raw(int n) throws IOException {
        byte[] bytes = stream.readNBytes(n);
        if (bytes.length != n) {
            throw new EOFException("the bytes end too early");
        }
        return bytes;
    }

    public UUID uuid() throws IOException {
        ByteBuffer b = ByteBuffer.wrap(raw(16));
        return new UUID(b.getLong(), b.getLong());
    }

    public <T> List<T> list(Part<T> part) throws IOException {
        long n = number();
        if (n < 0 || n > LONGEST) {
            throw new IOException("a list of " + n);
        }
        List<T> items = new ArrayList<>((int) Math.min(n, 1024));
        for (long i = 0; i < n; i++) {
            items.add(part.from(this));
        }
        return items;
    }

    public <T> Optional<T> optional(Part<T> part) throws IOException {
        return switch (tag()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(part.from(this));
            default -> throw new IOException("neither there nor absent");
        };
    }

    static IOException unknown(String what, int tag) {
        return new IOException("an unknown " + what + " (" + tag + "): written by a newer program?");
    }
}
