package io.coppice.storage.directory;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Writes what {@link PartReader} sends, and looks at what lies in the file then. One piece is in memory at a time. */
final class PartWriter {
    private final FileChannel channel;
    private final long end;
    private final ByteBuffer piece = ByteBuffer.allocate(PartReader.PIECE);
    private final MessageDigest sum = Parts.sha256();
    private long at;

    PartWriter(FileChannel channel, long offset, long length) {
        this.channel = channel;
        this.at = offset;
        this.end = offset + length;
    }

    /**
     * Brings the part to disk.
     *
     * @return SHA-256 over the pieces and their places as they are read back, in hex; it is none that was sent where zeros
     *     should lie between the pieces and do not
     * @throws IOException where it is cut short, or is no such stream
     */
    String write(InputStream bytes) throws IOException {
        DataInputStream in = new DataInputStream(bytes);
        while (true) {
            long offset = in.readLong();
            int length = in.readInt();
            if (offset < at || length < 0 || length > PartReader.PIECE || length > end - offset) {
                throw new IOException("a piece of " + length + " bytes at " + offset + " is none of this part");
            }
            zerosUpTo(offset);
            if (length == 0) {
                zerosUpTo(end);
                channel.force(false);
                return HexFormat.of().formatHex(sum.digest());
            }
            in.readFully(piece.array(), 0, length);
            piece.clear().limit(length);
            while (piece.hasRemaining()) {
                channel.write(piece, offset + piece.position());
            }
            PartReader.add(sum, offset, readBack(offset, length));
            at = offset + length;
        }
    }

    private ByteBuffer readBack(long offset, int length) throws IOException {
        piece.clear().limit(length);
        Parts.fill(channel, piece, offset);
        return piece.flip();
    }

    /** Behind the file's end there are zeros. */
    private void zerosUpTo(long offset) throws IOException {
        long known = Math.min(offset, channel.size());
        while (at < known) {
            int length = (int) Math.min(PartReader.PIECE, known - at);
            ByteBuffer found = readBack(at, length);
            if (!PartReader.isZero(found)) {
                PartReader.add(sum, at, found);
            }
            at += length;
        }
        at = Math.max(at, offset);
    }
}
