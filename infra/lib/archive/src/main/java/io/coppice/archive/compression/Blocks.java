package io.coppice.archive.compression;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Takes what is written apart into blocks of one size, of which the last may be shorter. */
abstract class Blocks extends OutputStream {
    private final OutputStream out;
    private final int size;
    private byte[] block;
    private int filled;
    private boolean closed;

    /**
     * @param out is closed at the end, whatever happens
     * @param size of a block, in bytes
     */
    Blocks(OutputStream out, int size) {
        this.out = out;
        this.size = size;
        this.block = new byte[size];
    }

    /** Takes the next block, which is the taker's from then on. */
    abstract void take(byte[] next) throws IOException;

    /** Comes once, after the last block; not where that was not taken. */
    abstract void end() throws IOException;

    /** Comes last, whatever happened. */
    void release() {}

    @Override
    public final void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, size - filled);
            System.arraycopy(bytes, from + done, block, filled, part);
            filled += part;
            done += part;
            if (filled == size) {
                byte[] full = block;
                block = new byte[size];
                filled = 0;
                take(full);
            }
        }
    }

    /** What is held is written when its block is full, and at the end. */
    @Override
    public final void flush() throws IOException {
        out.flush();
    }

    @Override
    public final void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (OutputStream last = out) {
            if (filled > 0) {
                take(Arrays.copyOf(block, filled));
            }
            end();
            last.flush();
        } finally {
            release();
        }
    }
}
