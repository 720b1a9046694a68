package io.coppice.systemtest.power;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk with a write cache: what is written lies in memory, and in its file only after a flush. When power is lost,
 * the cache is lost too, or, as with a real disk, any part of it had reached the platter already.
 */
public final class VolatileDisk implements AutoCloseable {
    private static final int BLOCK = 4096;

    /** What a disk writes whole or not at all. */
    private static final int SECTOR = 512;

    private final FileChannel file;
    private final long size;
    private final Map<Long, byte[]> held = new TreeMap<>();
    private boolean powerless;
    private boolean closed;

    /** What becomes of writes that no flush has followed. */
    public enum Unflushed {
        DROPPED,
        /** Each block is dropped, kept, or kept in some of its sectors. */
        KEPT_IN_PART
    }

    public VolatileDisk(Path file) throws IOException {
        this.file = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.size = this.file.size();
    }

    long size() {
        return size;
    }

    synchronized byte[] read(long offset, int length) throws IOException {
        powered(offset, length);
        byte[] all = new byte[length];
        for (int at = 0; at < length; ) {
            int within = (int) ((offset + at) % BLOCK);
            int part = Math.min(BLOCK - within, length - at);
            byte[] block = held.get((offset + at) / BLOCK);
            if (block == null) {
                fill(ByteBuffer.wrap(all, at, part), offset + at);
            } else {
                System.arraycopy(block, within, all, at, part);
            }
            at += part;
        }
        return all;
    }

    synchronized void write(long offset, byte[] bytes) throws IOException {
        powered(offset, bytes.length);
        for (int at = 0; at < bytes.length; ) {
            int within = (int) ((offset + at) % BLOCK);
            int part = Math.min(BLOCK - within, bytes.length - at);
            System.arraycopy(bytes, at, blockOf((offset + at) / BLOCK), within, part);
            at += part;
        }
    }

    /** Writes past the cache: these bytes stay, whatever was written before them does not. */
    synchronized void writeThrough(long offset, byte[] bytes) throws IOException {
        write(offset, bytes);
        give(offset, bytes, 0, bytes.length);
    }

    private byte[] blockOf(long number) throws IOException {
        byte[] block = held.get(number);
        if (block == null) {
            block = new byte[BLOCK];
            fill(ByteBuffer.wrap(block), number * BLOCK);
            held.put(number, block);
        }
        return block;
    }

    private void fill(ByteBuffer into, long from) throws IOException {
        long at = from;
        while (into.hasRemaining()) {
            int n = file.read(into, at);
            if (n < 0) {
                return; // behind the end of a file that is no whole number of blocks
            }
            at += n;
        }
    }

    /** All that was written so far stays from now on. */
    synchronized void flush() throws IOException {
        powered(0, 0);
        for (Map.Entry<Long, byte[]> block : held.entrySet()) {
            give(block.getKey() * BLOCK, block.getValue(), 0, BLOCK);
        }
        held.clear();
    }

    /** Forgets the cache, answers nothing more until it is closed, and says how many blocks had not been flushed. */
    public synchronized int losePower(Unflushed fate, Random random) throws IOException {
        powerless = true;
        if (fate == Unflushed.KEPT_IN_PART) {
            for (Map.Entry<Long, byte[]> block : held.entrySet()) {
                keepSome(block.getKey() * BLOCK, block.getValue(), random);
            }
        }
        int lost = held.size();
        held.clear();
        return lost;
    }

    private void keepSome(long offset, byte[] block, Random random) throws IOException {
        switch (random.nextInt(3)) {
            case 0 -> {}
            case 1 -> give(offset, block, 0, BLOCK);
            default -> {
                for (int sector = 0; sector < BLOCK; sector += SECTOR) {
                    if (random.nextBoolean()) {
                        give(offset, block, sector, SECTOR);
                    }
                }
            }
        }
    }

    private void give(long offset, byte[] block, int from, int length) throws IOException {
        long room = size - offset - from;
        ByteBuffer bytes = ByteBuffer.wrap(block, from, (int) Math.min(length, room));
        long at = offset + from;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }

    private void powered(long offset, long length) throws IOException {
        try {
            while (powerless && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (powerless || closed) {
            throw new IOException("there is no power");
        }
        if (offset < 0 || length < 0 || offset + length > size) {
            throw new IOException("behind the end of the disk: " + offset + " + " + length);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        notifyAll();
        file.close();
    }
}
