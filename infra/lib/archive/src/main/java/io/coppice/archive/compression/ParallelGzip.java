package io.coppice.archive.compression;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * One gzip member (RFC 1952) out of blocks that several threads deflate: each block begins with the 32 KiB before it as its
 * dictionary and ends at a byte (RFC 1951, an empty stored block), so that the blocks in their order are one stream. Any
 * gunzip reads it. As many blocks as twice the threads are held, of 128 KiB each.
 */
final class ParallelGzip extends Blocks {
    private static final int BLOCK = 128 * 1024;
    private static final int WINDOW = 32 * 1024;
    private static final byte[] HEAD = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final byte[] END = {3, 0};
    private final OutputStream out;
    private final int threads;
    private final ExecutorService workers;
    private final Deque<Future<byte[]>> begun = new ArrayDeque<>();
    private final CRC32 sum = new CRC32();
    private byte[] before = new byte[0];
    private long total;

    /** @param threads one at least */
    ParallelGzip(OutputStream out, int threads) throws IOException {
        super(out, BLOCK);
        this.out = out;
        this.threads = threads;
        this.workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("gzip-", 0).factory());
        out.write(HEAD);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        sum.update(bytes, from, length);
        total += length;
        super.write(bytes, from, length);
    }

    @Override
    void take(byte[] next) throws IOException {
        byte[] dictionary = before;
        begun.add(workers.submit(() -> deflated(next, dictionary)));
        before = Arrays.copyOfRange(next, Math.max(0, next.length - WINDOW), next.length);
        while (begun.size() > 2 * threads) {
            give();
        }
    }

    private void give() throws IOException {
        try {
            out.write(begun.removeFirst().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an archive was compressed");
        } catch (ExecutionException e) {
            throw new IOException("an archive could not be compressed", e);
        }
    }

    private static byte[] deflated(byte[] block, byte[] dictionary) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setDictionary(dictionary);
            deflater.setInput(block);
            ByteArrayOutputStream made = new ByteArrayOutputStream(block.length / 2 + 64);
            byte[] part = new byte[16 * 1024];
            int length = deflater.deflate(part, 0, part.length, Deflater.SYNC_FLUSH);
            while (length > 0) {
                made.write(part, 0, length);
                length = length < part.length ? 0 : deflater.deflate(part, 0, part.length, Deflater.SYNC_FLUSH);
            }
            return made.toByteArray();
        } finally {
            deflater.end();
        }
    }

    @Override
    void end() throws IOException {
        while (!begun.isEmpty()) {
            give();
        }
        out.write(END);
        out.write(littleEndian(sum.getValue()));
        out.write(littleEndian(total));
    }

    @Override
    void release() {
        workers.shutdownNow();
    }

    private static byte[] littleEndian(long number) {
        return new byte[] {(byte) number, (byte) (number >> 8), (byte) (number >> 16), (byte) (number >> 24)};
    }
}
