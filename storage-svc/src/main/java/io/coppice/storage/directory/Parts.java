package io.coppice.storage.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Parts of files, read piece by piece; behind a file's end there are zeros. */
public final class Parts {
    /** In bytes: what is in memory at a time. */
    private static final int PIECE = 4 << 20;

    private Parts() {}

    /** Takes pieces in their order. */
    @FunctionalInterface
    public interface Taker {
        /** @param piece is another one's at the next call */
        void take(long offset, ByteBuffer piece) throws IOException, InterruptedException;
    }

    /** Reads a part. */
    public static void read(FileChannel channel, long offset, long length, Taker taker)
            throws IOException, InterruptedException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (long at = offset; at < offset + length; at += PIECE) {
            piece.clear().limit((int) Math.min(PIECE, offset + length - at));
            fill(channel, piece, at);
            taker.take(at, piece.flip());
        }
    }

    /** Reads as much as there is room for; behind the end there are zeros. */
    static void fill(FileChannel channel, ByteBuffer piece, long at) throws IOException {
        while (piece.hasRemaining()) {
            if (channel.read(piece, at + piece.position()) < 0) {
                while (piece.hasRemaining()) {
                    piece.put((byte) 0);
                }
            }
        }
    }

    /** SHA-256 of a part, in hex. */
    public static String sum(FileChannel channel, long offset, long length) throws IOException {
        MessageDigest sum = sha256();
        try {
            read(channel, offset, length, (at, piece) -> sum.update(piece));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a volume was read", e);
        }
        return HexFormat.of().formatHex(sum.digest());
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
