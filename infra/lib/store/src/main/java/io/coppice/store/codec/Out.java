package io.coppice.store.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** Writes the primitives of the format. */
public final class Out {
    /** Writes one thing. */
    public interface Part<T> {
        void to(Out out, T value) throws IOException;
    }

    private final OutputStream stream;

    public Out(OutputStream stream) {
        this.stream = stream;
    }

    public void tag(int tag) throws IOException {
        stream.write(tag);
    }

    /** Any number; small ones, negative ones too, take few bytes. */
    public void number(long n) throws IOException {
        long rest = (n << 1) ^ (n >> 63);
        while ((rest & ~0x7FL) != 0) {
            stream.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        stream.write((int) rest);
    }

    public void text(String text) throws IOException {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public void bytes(byte[] bytes) throws IOException {
        number(bytes.length);
        stream.write(bytes);
    }

    /** Bytes whose number the reader knows. */
    public void raw(byte[] bytes) throws IOException {
        stream.write(bytes);
    }

    public void uuid(UUID id) throws IOException {
        stream.write(ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    public <T> void list(Collection<T> items, Part<? super T> part) throws IOException {
        number(items.size());
        for (T item : items) {
            part.to(this, item);
        }
    }

    public <T> void optional(Optional<T> value, Part<? super T> part) throws IOException {
        tag(value.isPresent() ? 1 : 0);
        if (value.isPresent()) {
            part.to(this, value.get());
        }
    }
}
