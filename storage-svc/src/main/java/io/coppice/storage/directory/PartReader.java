package io.coppice.storage.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A part of a file as a stream of pieces, each with its place and length before it ({@code long}, {@code int}) and one
 * without bytes at the end; {@link PartWriter} reads it. What is all zeros does not travel. One piece is in memory at a time.
 */
public final class PartReader extends InputStream {
    /** In bytes, the most of a piece. */
    static final int PIECE = 1 << 20;

    private static final int LEAST_PIECE = 4 << 10;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(PIECE).asReadOnlyBuffer();
    private static final int HEAD = Long.BYTES + Integer.BYTES;
    private final FileChannel channel;
    private final long end;
    private final boolean zerosToo;
    private final long limit;
    private final ByteBuffer piece;
    private final ByteBuffer waiting;
    private final MessageDigest sum = Parts.sha256();
    private final long begun = System.nanoTime();
    private long at;
    private long sent;
    private boolean over;

    /**
     * @param zerosToo whether something else may lie where it goes
     * @param limit in KiB/s, 0 for none
     */
    public PartReader(FileChannel channel, long offset, long length, boolean zerosToo, long limit) {
        this.channel = channel;
        this.at = offset;
        this.end = offset + length;
        this.zerosToo = zerosToo;
        this.limit = limit;
        // with a limit a quarter of a second's worth, so that it flows
        int size = limit == 0 ? PIECE : Math.clamp(limit * 1024 / 4, LEAST_PIECE, PIECE);
        this.piece = ByteBuffer.allocate(size);
        this.waiting = ByteBuffer.allocate(HEAD + size).limit(0);
    }

    static boolean isZero(ByteBuffer bytes) {
        return bytes.mismatch(ZEROS.duplicate().limit(bytes.remaining())) < 0;
    }

    /** What a piece adds to the sum over all: where it lies, and its bytes. */
    static void add(MessageDigest sum, long offset, ByteBuffer bytes) {
        sum.update(ByteBuffer.allocate(Long.BYTES).putLong(offset).flip());
        sum.update(bytes.duplicate());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (!waiting.hasRemaining() && !over) {
            fill();
        }
        if (!waiting.hasRemaining()) {
            return -1;
        }
        int taken = Math.min(length, waiting.remaining());
        waiting.get(into, offset, taken);
        return taken;
    }

    private void fill() throws IOException {
        while (at < end) {
            piece.clear().limit((int) Math.min(piece.capacity(), end - at));
            Parts.fill(channel, piece, at);
            piece.flip();
            long from = at;
            at += piece.limit();
            if (zerosToo || !isZero(piece)) {
                pace();
                add(sum, from, piece);
                sent += piece.limit();
                waiting.clear().putLong(from).putInt(piece.limit()).put(piece).flip();
                return;
            }
        }
        over = true;
        waiting.clear().putLong(end).putInt(0).flip();
    }

    /** Waits until what was sent is due. */
    private void pace() throws IOException {
        if (limit > 0) {
            long due = begun + Duration.ofSeconds(1).toNanos() / 1024 * sent / limit;
            try {
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while a volume was sent", e);
            }
        }
    }

    /** Of the pieces that were read so far. */
    public long sent() {
        return sent;
    }

    /** SHA-256 over the pieces and their places, in hex; once, when all was read. */
    public String sum() {
        return HexFormat.of().formatHex(sum.digest());
    }
}
